# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of readiness, a Jinja template, and what its style adds to that of the audit report.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

READINESS_STYLE = r"""
:root {
  --asked: #24598c;
  --asked-wash: #e4eef8;
  --asked-bar: #6a9ccb;
  --other: #4d545e;
  --other-wash: #eceae5;
  --other-bar: #b4b2ab;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --asked: #9fc8ef;
    --asked-wash: #1b3044;
    --asked-bar: #5488b8;
    --other: #c3c7cd;
    --other-wash: #2b2f35;
    --other-bar: #6d7279;
  }
}
rect.locked_out { fill: var(--fail-bar); }
rect.set_up { fill: var(--excepted-bar); }
rect.selects, rect.challenged { fill: var(--asked-bar); }
rect.signed_in, rect.ready { fill: var(--pass-bar); }
rect.not_asked, rect.cannot_sign_in_anyway { fill: var(--other-bar); }
.badge.locked_out { background: var(--fail-wash); color: var(--fail); }
.badge.locked_out::before { content: "\2715" / ""; }
.badge.set_up { background: var(--excepted-wash); color: var(--excepted); }
.badge.set_up::before { content: "\2192" / ""; }
.badge.selects, .badge.challenged { background: var(--asked-wash); color: var(--asked); }
.badge.selects::before, .badge.challenged::before { content: "\2022" / ""; }
.badge.signed_in, .badge.ready { background: var(--pass-wash); color: var(--pass); }
.badge.signed_in::before, .badge.ready::before { content: "\2713" / ""; }
.badge.not_asked, .badge.cannot_sign_in_anyway { background: var(--other-wash); color: var(--other); }
.verdict.locked_out { color: var(--fail); }
.verdict.set_up { color: var(--excepted); }
.verdict.ready { color: var(--pass); }
.figures.outcomes { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
.figures.outcomes li {
  padding: 1rem 1.25rem;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
}
.figures.outcomes li > b:first-child {
  display: block;
  font-size: 1.75rem;
  font-weight: 600;
  line-height: 1.2;
}
.pool { margin-top: 1rem; }
.pool > h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; margin-bottom: 0.5rem; }
.pool h4 { margin: 1.5rem 0 0.5rem; font-size: 0.9375rem; }
.pool > .bar { height: 1rem; margin: 1rem 0; }
.change > div { grid-template-columns: 10rem 1fr; }
.changes { max-width: 38rem; }
.changes .number { white-space: nowrap; }
.reasons > li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.reasons .count { font-size: 1.0625rem; font-weight: 600; }
.note { padding-left: 1rem; border-left: 3px solid var(--unknown-bar); margin: 0.5rem 0; }
@media screen and (max-width: 48rem) {
  .change > div { grid-template-columns: 1fr; gap: 0; margin-bottom: 0.35rem; }
  .figures.outcomes { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .changes thead th, .changes td, .changes th { display: table-cell; }
  .changes .number { white-space: normal; }
}
"""

PAGE = r"""{% extends "frame" %}
{%- set names = {
  "locked_out": "Locked out", "unknown": "Unknown", "set_up": "Has to set up", "selects": "Chooses", "challenged": "Asked",
  "signed_in": "Signed in", "not_asked": "Not asked", "cannot_sign_in_anyway": "Disabled", "ready": "Ready",
} -%}
{%- set meanings = {
  "locked_out": "cannot sign in until an administrator helps",
  "unknown": "it cannot be known, or it could not be read",
  "set_up": "sent to set a factor up",
  "selects": "asked to choose a factor, and for its code",
  "challenged": "asked for a code at once",
  "signed_in": "signed in with the password alone",
  "not_asked": "another identity provider signs them in",
  "cannot_sign_in_anyway": "cannot sign in whatever the mode",
} -%}

{%- from "macros" import badge, bar, many with context -%}

{%- macro factors(settings) %}{{ settings["factors"]|map("factor")|join(", ") or "none" }}{% endmacro -%}

{%- macro recovery(settings) -%}
{% if settings["account_recovery"] is none %}not set{% else %}{{ settings["account_recovery"]|join(", then ") }}{% endif %}
{%- endmacro -%}

{%- macro step(before, after) %}<bdi>{{ before }}</bdi>{% if before != after %} → <b><bdi>{{ after }}</bdi></b>{% endif %}{% endmacro -%}

{%- macro settled(name, found) %}
<section class="card pool" aria-labelledby="pool-{{ name }}">
<h3 id="pool-{{ name }}"><bdi>{{ found["user_pool_name"] or "No name known" }}</bdi>
<code>{{ found["user_pool_id"] or "no ID known" }}</code> {{ badge(found["status"]) }}</h3>
<p class="soft">Account {{ found["account_id"] or "not known" }} · {{ found["region"] or "region not known" }}</p>
{% set readiness = found["readiness"] %}
{% if not readiness %}
<p class="note">{{ found["error"] }}</p>
{% else %}
{% set live, proposed, users = readiness["live"], readiness["proposed"], readiness["users"] %}
{{ bar(readiness["outcomes"]) }}
<dl class="change">
<div><dt>Mode</dt><dd>{{ step(live["mfa_configuration"], proposed["mfa_configuration"]) }}</dd></div>
<div><dt>Factors</dt><dd>{{ step(factors(live), factors(proposed)) }}</dd></div>
<div><dt>Account recovery</dt><dd>{{ step(recovery(live), recovery(proposed)) }}</dd></div>
<div><dt>Users</dt><dd>{{ many(users["read"], "user") }} read
{%- if readiness|sampled %}, {{ "{:,}".format(users["sampled"]) }} of them at random judged by factors{% endif %}
{%- if users["estimated"] is not none %}, of about {{ "{:,}".format(users["estimated"]) }}{% endif %}
{%- if not users["complete"] %}, <b>not all</b>{% endif %}</dd></div>
<div><dt>Basis</dt><dd>{{ "attributes and listed factors" if readiness["basis"] == "factors" else "attributes alone" }}</dd></div>
</dl>

<h4>What changes</h4>
<table class="counts changes">
<caption class="unseen">Users of {{ found["user_pool_name"] or found["user_pool_id"] }} by outcome, today and then</caption>
<thead><tr><th scope="col">Outcome</th><th scope="col" class="number">Today</th><th scope="col" class="number">Then</th>
<th scope="col" class="number">Share</th></tr></thead>
<tbody>
{% for outcome in outcomes if live["outcomes"][outcome] or readiness["outcomes"][outcome] %}
<tr><th scope="row">{{ badge(outcome) }}</th>
<td class="number">{{ "{:,}".format(live["outcomes"][outcome]) }}</td>
<td class="number">{{ "{:,}".format(readiness["outcomes"][outcome]) }}</td>
<td class="number">{{ readiness["share"][outcome]|interval }}</td></tr>
{% else %}
<tr><td colspan="4">There are no users.</td></tr>
{% endfor %}
</tbody>
</table>

{% if readiness["reasons"] %}
<h4>Why, and what would help</h4>
<ul class="reasons">
{% for reason in readiness["reasons"] %}
<li>
<p><span class="count">{{ many(reason["count"], "user") }}</span> {{ badge(reason["outcome"]) }} <span class="soft">{{ reason["rule"] }}</span></p>
<p>{{ reason["problem"] }}</p>
{% if reason["hint"] %}
<p><b>What would help:</b> {{ reason["hint"] }}</p>
{% endif %}
{% if reason["examples"] %}
<p class="soft">For example {% for example in reason["examples"] %}<code><bdi>{{ example }}</bdi></code>{{ "" if loop.last else ", " }}{% endfor %}</p>
{% endif %}
</li>
{% endfor %}
</ul>
{% endif %}

<h4>What is not known</h4>
<ul>
{% if readiness["error"] %}
<li class="note">Not all users were read: <bdi>{{ readiness["error"] }}</bdi></li>
{% elif not users["complete"] %}
<li class="note">Reading stopped before all users were read.</li>
{% endif %}
{% if readiness["factors_error"] %}
<li class="note">Not all factors were read: <bdi>{{ readiness["factors_error"] }}</bdi></li>
{% endif %}
{% if readiness|sampled %}
<li>Only a random sample was judged. The shares have a 95% confidence interval.</li>
{% endif %}
{% if readiness["basis"] == "attributes" %}
<li>Factors were not read: this is what happens to users who have no authenticator and prefer no factor. With one, no user is worse off.</li>
{% else %}
<li>An authenticator that was registered at sign-in may not be listed (L4), so a user without a listed one may still have one.</li>
{% endif %}
{% if proposed["mfa_configuration"] == "ON" %}
<li>Whether the apps handle a set-up and a choice (D8), and whether a new user's first sign-in passes (D10).</li>
{% endif %}
</ul>
{% endif %}
</section>
{%- endmacro -%}

{% block over %}Readiness on <time>{{ model["generated"] }}</time>{% endblock %}

{% block summary %}
{% set found = model["summary"]["outcomes"] %}
{{ bar(found) }}
<ul class="figures outcomes">
{% for outcome in outcomes if found[outcome] or outcome in ("locked_out", "unknown", "set_up") %}
<li><b>{{ "{:,}".format(found[outcome]) }}</b> {{ badge(outcome) }} <span>{{ meanings[outcome] }}</span></li>
{% endfor %}
</ul>
{% if model["read_errors"] %}
<section class="card unknowns" aria-labelledby="unknowns">
<h3 id="unknowns">{{ "{:,}".format(model["read_errors"]|length) }} could not be read</h3>
<ul>
{% for message in model["read_errors"] %}
<li><bdi>{{ message }}</bdi></li>
{% endfor %}
</ul>
</section>
{% endif %}
{% endblock %}

{% block main %}
<section aria-labelledby="pools">
<h2 id="pools" tabindex="-1">User pools</h2>
{% for found in model["pools"] %}
{{- settled(loop.index, found) }}
{% else %}
<p class="card">There are none. Check which regions and accounts were searched before you take this as good news.</p>
{% endfor %}
</section>
{% endblock %}

{% block footer %}
Made by latchkey.cognito.mfa_readiness_report from its model {{ model["schema_version"] }}. It holds no addresses and no numbers.
{% endblock %}
"""
