# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the HTML pages share, as Jinja templates: macros, and the frame around what each page has.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

MACROS = r"""
{%- macro many(number, noun) %}{{ "{:,}".format(number) }} {{ noun }}{{ "" if number == 1 else "s" }}{% endmacro -%}

{%- macro badge(name) %}<b class="badge {{ name }}">{{ names[name] }}</b>{% endmacro -%}

{%- macro bar(counts) %}
<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
{% for part in counts|segments(outcomes) %}
<rect class="{{ part["outcome"] }}" x="{{ part["x"] }}" width="{{ part["width"] }}" height="10"/>
{% endfor %}
</svg>
{%- endmacro -%}
"""

FRAME = r"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ csp }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{{ model["title"] }}: {{ verdict }}</title>
<style>{{ style }}</style>
</head>
<body>
<a class="skip" href="#pools">Skip to the user pools</a>

<header>
<p class="over">{% block over %}{% endblock %}</p>
<h1><bdi>{{ model["title"] }}</bdi></h1>
{% block navigation %}{% endblock %}
</header>

<main>
<section aria-labelledby="summary">
<h2 id="summary" class="verdict {{ model["status"] }}">{{ verdict }}</h2>
{% block summary %}{% endblock %}
</section>

{% block main %}{% endblock %}
</main>

<footer>
<p>
{% block footer %}{% endblock %}</p>
</footer>
{% block script %}{% endblock %}
</body>
</html>
"""

TEMPLATES = {"macros": MACROS, "frame": FRAME}
