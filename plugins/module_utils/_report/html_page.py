# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the HTML report, a Jinja template; every expression is made visible, cut to length and escaped.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

PAGE = r"""{% extends "frame" %}
{%- set names = {"fail": "Fail", "unknown": "Unknown", "excepted": "Excepted", "pass": "Pass"} -%}
{%- set meanings = {
  "fail": "a check is not met",
  "unknown": "not known: neither pass nor fail",
  "excepted": "a check is not met, and excused for a time",
  "pass": "every check is met",
} -%}

{%- from "macros" import badge, bar, many with context -%}

{%- macro severity(name) %}<span class="severity {{ name }}">{{ name }}</span>{% endmacro -%}

{%- macro figures(counts) %}
{% for outcome in outcomes %}
<td class="number{{ "" if counts[outcome] else " zero" }}">{{ "{:,}".format(counts[outcome]) }}</td>
{% endfor %}
{%- endmacro -%}

{%- macro counted(id, title, heading, rows, member) %}
<div class="card">
<h3 id="{{ id }}">{{ title }}</h3>
<div class="scroll" tabindex="0" role="region" aria-labelledby="{{ id }}">
<table class="counts">
<caption class="unseen">User pools {{ title|lower }}</caption>
<thead><tr>
<th scope="col">{{ heading }}</th>
<th scope="col"><span class="unseen">Proportions</span></th>
<th scope="col" class="number">All</th>
{% for outcome in outcomes %}
<th scope="col" class="number">{{ names[outcome] }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for row in rows %}
<tr>
<th scope="row">{{ row[member] if row[member] is not none else "not known" }}</th>
<td class="proportions">{{ bar(row) }}</td>
<td class="number">{{ "{:,}".format(row["total"]) }}</td>
{{- figures(row) }}
</tr>
{% endfor %}
</tbody>
</table>
</div>
</div>
{%- endmacro -%}

{%- macro task(text) %}
<h3>Task that fixes it</h3>
<pre tabindex="0">{{ text|whole }}</pre>
{%- endmacro -%}

{#- One user pool: a body of the table, whose second row has the details if there are any.  There may be ten thousand. -#}
{%- macro user_pool(pool, findings) %}
<tbody data-status="{{ pool["status"] }}" data-severity="{{ pool["severity"] }}">
<tr>
<td>{{ badge(pool["status"]) }}</td>
<td>{% if pool["severity"] %}{{ severity(pool["severity"]) }}{% endif %}</td>
<th scope="row"><bdi>{{ pool["user_pool_name"] or "No name known" }}</bdi> <code>{{ pool["user_pool_id"] }}</code></th>
<td>{{ pool["account_id"] or "not known" }}</td>
<td>{{ pool["region"] }}</td>
<td>{{ pool["mfa_config"]["mfa_configuration"] if pool["mfa_config"] else "not known" }}</td>
<td>{% if pool["factors"] is none %}not known{% else %}{{ pool["factors"]|map("factor")|join(", ") or "none" }}{% endif %}</td>
</tr>
{% if findings or pool["drift"] %}
<tr><td colspan="7"><details>
<summary>
{%- for finding in findings %}<bdi>{{ finding["message"] }}</bdi>{{ "" if loop.last else " · " }}{% else %}It differs from what is desired{% endfor -%}
</summary>
<div class="details">
{% if findings %}
<div>
<h3>Findings</h3>
<ul class="findings">
{% for finding in findings %}
<li class="{{ finding|outcome }}">
<p>{{ severity(finding["severity"]) }} <a href="#check-{{ finding["check"] }}">{{ model["checks"][finding["check"]]["title"] }}</a></p>
<p><bdi>{{ finding["message"] }}</bdi></p>
{% if finding["status"] == "fail" %}
<p class="soft">Accepted: <code>{{ finding["evidence"]["expected"]|evidence }}</code> · Found: <code>{{ finding["evidence"]["actual"]|evidence }}</code></p>
{% endif %}
{% set excuse = finding["exception"] %}
{% if excuse %}
<p><a href="#exception-{{ excuse["number"] }}">Excepted</a> until {{ excuse["expires"] }}: <bdi>{{ excuse["reason"] }}</bdi></p>
{% endif %}
{% if finding["controls"] %}
<p class="soft"><a href="#controls-{{ finding["check"] }}">Controls</a>:
{{ named_controls[finding["check"]]|map(attribute="framework")|join(" · ") }}</p>
{% endif %}
{% if excuse and finding["remediation"] %}
{{- task(finding["remediation"]) }}
{% endif %}
</li>
{% endfor %}
</ul>
</div>
{% endif %}
{% if pool["remediation"] or pool["drift"] %}
<div>
{% if pool["remediation"] %}
{{- task(pool["remediation"]) }}
{% endif %}
{% if pool["drift"] %}
<table class="drift">
<caption>{{ "What a run in check mode predicted" if pool["drift"]["source"] == "check_mode" else "What the task changes" }}</caption>
<thead><tr><th scope="col">Option</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
<tbody>
{% for option, before, after in pool["drift"]|changes %}
<tr><th scope="row">{{ option }}</th><td class="before"><bdi>{{ before|evidence }}</bdi></td><td class="after"><bdi>{{ after|evidence }}</bdi></td></tr>
{% endfor %}
</tbody>
</table>
{% endif %}
</div>
{% endif %}
</div>
</details></td></tr>
{% endif %}
</tbody>
{%- endmacro -%}

{% block over %}Audit of <time>{{ model["generated"] }}</time> by the policy <bdi>{{ model["policy"]["title"] }}</bdi>{% endblock %}

{% block navigation %}
<nav aria-label="On this page">
<a href="#summary">Summary</a>
<a href="#checks">Checks</a>
{% if model["exceptions"] %}
<a href="#exceptions">Exceptions</a>
{% endif %}
<a href="#pools">User pools</a>
{% if named_controls %}
<a href="#controls">Controls</a>
{% endif %}
<a href="#policy">Policy</a>
</nav>
{% endblock %}

{% block summary %}
{% set pools = model["summary"]["pools"] %}
{{ bar(pools) }}
<ul class="figures">
{% for outcome in outcomes %}
<li class="{{ outcome }}"><a href="#pools" data-status="{{ outcome }}">
<b>{{ "{:,}".format(pools[outcome]) }}</b> {{ badge(outcome) }} <span>{{ meanings[outcome] }}</span>
</a></li>
{% endfor %}
</ul>

{% if pool_rows %}
<div class="columns">
{{ counted("accounts", "By account", "Account", model["summary"]["by_account"], "account_id") }}
{{ counted("regions", "By region", "Region", model["summary"]["by_region"], "region") }}
</div>
{% endif %}

{% set unknown = pool_rows|selectattr("pool.mfa_config", "none")|list %}
{% if unknown or read_errors %}
<section class="card unknowns" aria-labelledby="unknowns">
<h3 id="unknowns">{{ "{:,}".format(unknown|length + read_errors|length) }} could not be read</h3>
<p>What is not known is not taken for a pass, nor for a pool without MFA.</p>
<ul>
{% for message in read_errors %}
<li><bdi>{{ message }}</bdi></li>
{% endfor %}
{% for row in unknown[:5] %}
<li><b><bdi>{{ row.pool["user_pool_name"] or row.pool["user_pool_id"] }}</bdi></b> <bdi>{{ row.pool["error"] }}</bdi></li>
{% endfor %}
</ul>
{% if unknown|length > 5 %}
<p>The other {{ "{:,}".format(unknown|length - 5) }} are <a href="#pools" data-status="unknown">below</a>.</p>
{% endif %}
</section>
{% endif %}
{% endblock %}

{% block main %}
<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
<div class="card">
<table class="counts checks">
<caption>Findings of each check</caption>
<thead><tr>
<th scope="col">Check</th>
<th scope="col">Severity</th>
<th scope="col"><span class="unseen">Proportions</span></th>
{% for outcome in outcomes %}
<th scope="col" class="number">{{ names[outcome] }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for row in model["summary"]["by_check"] if row["total"] %}
{% set check = model["checks"][row["check"]] %}
<tr id="check-{{ row["check"] }}">
<th scope="row">{{ check["title"] }}</th>
<td>{{ severity(check["severity"]) }}</td>
<td class="proportions">{{ bar(row) }}</td>
{{- figures(row) }}
</tr>
{% endfor %}
</tbody>
</table>
</div>
</section>

{% if model["exceptions"] %}
<section aria-labelledby="exceptions">
<h2 id="exceptions">Exceptions</h2>
<ul class="exceptions">
{% for exception in model["exceptions"] %}
{% set left = days[exception["number"]] %}
<li class="card" id="exception-{{ exception["number"] }}">
<h3>Exception {{ exception["number"] }} <b class="badge {{ "fail" if exception["state"] == "expired" else "excepted" }}">{{ exception["state"] }}</b></h3>
<p class="reason"><bdi>{{ exception["reason"] }}</bdi></p>
<dl>
<div><dt>Until</dt><dd>{{ exception["expires"] }}, {{ many(left|abs, "day") }} {{ "ago" if left < 0 else "left" }}</dd></div>
<div><dt>For</dt><dd>
{%- if exception["user_pool_id"] %}<code>{{ exception["user_pool_id"] }}</code> {% endif %}
{%- if exception["user_pool_name"] %}pools named <bdi>{{ exception["user_pool_name"] }}</bdi> {% endif %}
{%- for key, value in exception["tags"].items() %}tag <code><bdi>{{ key }}</bdi>=<bdi>{{ value }}</bdi></code> {% endfor %}
</dd></div>
<div><dt>From</dt><dd>{% for name in exception["checks"] %}{{ model["checks"][name]["title"] }}{{ "" if loop.last else "; " }}{% endfor %}</dd></div>
<div><dt>Covers</dt><dd>{{ many(exception["pools"]|length, "user pool") }}, and excuses {{ many(exception["excused"], "finding") }}</dd></div>
</dl>
</li>
{% endfor %}
</ul>
</section>
{% endif %}

<section aria-labelledby="pools">
<h2 id="pools" tabindex="-1">User pools</h2>
{% if pool_rows %}
<div id="tools" class="tools" role="search" aria-label="User pools" hidden>
<label for="find">Find <input id="find" type="search" autocomplete="off" spellcheck="false" placeholder="name, ID, account, region …"></label>
<label for="by-status">Status <select id="by-status">
<option value="">All</option>
{% for outcome in outcomes %}
<option value="{{ outcome }}">{{ names[outcome] }}</option>
{% endfor %}
</select></label>
<label for="by-severity">Severity <select id="by-severity">
<option value="">All</option>
{% for name in severities %}
<option value="{{ name }}">{{ name|capitalize }}</option>
{% endfor %}
</select></label>
<button id="clear" type="button">Clear</button>
<output id="shown" for="find by-status by-severity"></output>
</div>
<table id="pool-table" class="pools">
<caption class="unseen">User pools, the worst first. A second row has findings, a task that fixes them, and what it changes.</caption>
<thead><tr>
<th scope="col" aria-sort="ascending"><button type="button" disabled>Status</button></th>
{% for column in ("Severity", "User pool", "Account", "Region", "Mode", "Factors") %}
<th scope="col"><button type="button" disabled>{{ column }}</button></th>
{% endfor %}
</tr></thead>
{% for pool, findings in pool_rows %}
{{- user_pool(pool, findings) }}
{% endfor %}
</table>
{% else %}
<p class="card">There are none. Check where the audit looked before taking this for good news.</p>
{% endif %}
</section>

{% if named_controls %}
<section aria-labelledby="controls">
<h2 id="controls">Controls</h2>
<div class="card">
<p>What others ask for, with its source, by the check that it maps to. They differ on the mode OPTIONAL.</p>
{% for name, check in model["checks"].items() if name in named_controls %}
<table class="controls stack" id="controls-{{ name }}">
<caption>{{ check["title"] }}</caption>
<thead><tr><th scope="col">Framework</th><th scope="col">Control</th><th scope="col">What it asks for</th><th scope="col">OPTIONAL</th></tr></thead>
<tbody>
{% for control in named_controls[name] %}
<tr>
<th scope="row">{{ control["framework"] }}</th>
<td><a href="{{ control["source"] }}" rel="noreferrer">{{ control["id"] }}</a></td>
<td>{{ control["requirement"] }}</td>
<td>{{ control["optional"] or "does not matter" }}</td>
</tr>
{% endfor %}
</tbody>
</table>
{% endfor %}
</div>
</section>
{% endif %}

<section aria-labelledby="policy">
<h2 id="policy">Policy</h2>
<div class="card">
<dl class="policy">
{% set policy = model["policy"] %}
{% set passkeys = policy["web_authn_configuration"] %}
<div><dt>Title</dt><dd><bdi>{{ policy["title"] }}</bdi></dd></div>
<div><dt>Least mode</dt><dd>{{ policy["mfa_configuration"] }}</dd></div>
<div><dt>Allowed factors</dt><dd>{{ policy["allowed_factors"]|map("factor")|join(", ") }}</dd></div>
<div><dt>Forbidden factors</dt><dd>{{ policy["forbidden_factors"]|map("factor")|join(", ") or "none" }}</dd></div>
<div><dt>SMS as the only factor</dt><dd>{{ "allowed" if policy["allow_sms_only"] else "not allowed" }}</dd></div>
<div><dt>SMS settings beside other factors</dt><dd>{{ "may stay" if policy["allow_sms_settings"] else "reported where SMS is not allowed" }}</dd></div>
<div><dt>Passkeys verify their user</dt><dd>{{ passkeys.get("user_verification") or "not checked" }}</dd></div>
<div><dt>Passkeys count as</dt><dd>{{ passkeys.get("factor_configuration") or "not checked" }}</dd></div>
</dl>
</div>
</section>
{% endblock %}

{% block footer %}
Made by latchkey.cognito.mfa_report from its model {{ model["schema_version"] }}. What is cut short here is whole in the JSON report.
{% endblock %}

{% block script %}
<script>{{ script }}</script>
{% endblock %}
"""
