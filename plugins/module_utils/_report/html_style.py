# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The style of the HTML report: light and dark, wide and narrow, screen and paper.  Colours meet WCAG's level AA.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

STYLE = r"""
:root {
  --paper: #f7f6f3;
  --card: #ffffff;
  --ink: #1f2328;
  --soft: #5b616b;
  --line: #e3e0d9;
  --link: #24598c;
  --fail: #a8261d;
  --fail-wash: #fbeae7;
  --fail-bar: #cf5a4e;
  --unknown: #5f3db0;
  --unknown-wash: #efeafa;
  --unknown-bar: #8f76cf;
  --excepted: #7d5300;
  --excepted-wash: #faf0da;
  --excepted-bar: #dcae57;
  --pass: #17644a;
  --pass-wash: #e3f2ea;
  --pass-bar: #5aa586;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a;
    --card: #1d2024;
    --ink: #e9e7e2;
    --soft: #a9aeb7;
    --line: #33373d;
    --link: #8fbce8;
    --fail: #ff9d93;
    --fail-wash: #40211e;
    --fail-bar: #d9655a;
    --unknown: #c7b0f6;
    --unknown-wash: #2e2545;
    --unknown-bar: #947bd6;
    --excepted: #efc574;
    --excepted-wash: #3b2f16;
    --excepted-bar: #c79a43;
    --pass: #86d3b0;
    --pass-wash: #18342a;
    --pass-bar: #4f9679;
  }
}

* {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
html {
  scroll-behavior: smooth;
  scroll-padding-top: 3rem;
}
body {
  margin: 0 auto;
  max-width: 76rem;
  padding: 2.5rem 2rem 4rem;
  background: var(--paper);
  color: var(--ink);
  font: 0.9375rem/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
h1, h2, h3 {
  margin: 0;
  line-height: 1.25;
  letter-spacing: -0.01em;
  text-wrap: balance;
}
h1 {
  font-size: 1.75rem;
  letter-spacing: -0.02em;
}
h2 {
  margin: 3.5rem 0 1rem;
  font-size: 1.25rem;
}
h3 {
  font-size: 1rem;
}
p {
  margin: 0.25rem 0;
}
a {
  color: var(--link);
  text-underline-offset: 0.15em;
}
code, pre {
  font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 0.85em;
}
:focus-visible {
  outline: 3px solid var(--link);
  outline-offset: 2px;
  border-radius: 3px;
}
button, input, select {
  padding: 0.4rem 0.65rem;
  border: 1px solid var(--soft);
  border-radius: 6px;
  background: var(--card);
  color: inherit;
  font: inherit;
}
button {
  cursor: pointer;
}
::placeholder {
  color: var(--soft);
  opacity: 1;
}
ul {
  margin: 0;
  padding: 0;
  list-style: none;
}
dl, dd {
  margin: 0;
}
dt {
  color: var(--soft);
}
.soft {
  color: var(--soft);
  font-size: 0.875em;
}
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip {
  position: absolute;
  left: -100vw;
}
.skip:focus {
  left: 1rem;
  top: 0.5rem;
}
.card {
  padding: 1.25rem 1.5rem;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
}

/* The beginning */
.over {
  color: var(--soft);
}
nav {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 1.25rem;
  margin-top: 0.75rem;
  font-size: 0.875rem;
}
.verdict {
  margin: 2.5rem 0 1rem;
  font-size: 2.25rem;
  font-weight: 650;
  font-variant-numeric: proportional-nums;
  letter-spacing: -0.025em;
}
.verdict.fail {
  color: var(--fail);
}
.verdict.unknown, .verdict.empty {
  color: var(--unknown);
}
.verdict.pass {
  color: var(--pass);
}
.bar {
  display: block;
  width: 100%;
  height: 0.625rem;
  border-radius: 3px;
  background: var(--line);
}
.bar rect {
  stroke: var(--card);
  stroke-width: 2px;
  vector-effect: non-scaling-stroke;
}
rect.fail {
  fill: var(--fail-bar);
}
rect.unknown {
  fill: var(--unknown-bar);
}
rect.excepted {
  fill: var(--excepted-bar);
}
rect.pass {
  fill: var(--pass-bar);
}
.verdict + .bar {
  height: 1rem;
}
.figures {
  display: grid;
  grid-template-columns: repeat(4, 1fr);
  gap: 1rem;
  margin: 1rem 0;
}
.figures a {
  display: block;
  height: 100%;
  padding: 1rem 1.25rem;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
  color: inherit;
  text-decoration: none;
}
.figures a:hover {
  border-color: var(--soft);
}
.figures a > b:first-child {
  display: block;
  font-size: 2rem;
  font-weight: 600;
  font-variant-numeric: proportional-nums;
  line-height: 1.2;
  letter-spacing: -0.02em;
}
.figures span {
  display: block;
  margin-top: 0.35rem;
  color: var(--soft);
  font-size: 0.875em;
  line-height: 1.4;
}
.columns {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
  gap: 1rem;
  margin-top: 1rem;
}
.columns > * {
  min-width: 0;
}
.unknowns {
  margin-top: 1rem;
  border-left: 4px solid var(--unknown-bar);
}
.unknowns li {
  margin-top: 0.5rem;
}

/* Words with a colour, which never stands for itself */
.badge {
  display: inline-block;
  padding: 0.05rem 0.5rem;
  border-radius: 1rem;
  font-size: 0.8125rem;
  font-weight: 600;
  white-space: nowrap;
}
.badge::before {
  margin-right: 0.35em;
}
.badge.fail {
  background: var(--fail-wash);
  color: var(--fail);
}
.badge.fail::before {
  content: "\2715" / "";
}
.badge.unknown {
  background: var(--unknown-wash);
  color: var(--unknown);
}
.badge.unknown::before {
  content: "?" / "";
}
.badge.excepted {
  background: var(--excepted-wash);
  color: var(--excepted);
}
.badge.excepted::before {
  content: "\2013" / "";
}
.badge.pass {
  background: var(--pass-wash);
  color: var(--pass);
}
.badge.pass::before {
  content: "\2713" / "";
}
.severity {
  color: var(--soft);
  font-size: 0.875em;
  text-transform: capitalize;
}
.severity.critical, .severity.high {
  color: var(--fail);
  font-weight: 600;
}

/* Tables */
table {
  width: 100%;
  border-collapse: collapse;
}
caption {
  padding-bottom: 0.5rem;
  font-weight: 600;
  text-align: left;
}
th, td {
  padding: 0.5rem 0.75rem 0.5rem 0;
  text-align: left;
  vertical-align: top;
}
tbody th {
  font-weight: 500;
}
thead th {
  color: var(--soft);
  font-size: 0.8125rem;
  font-weight: 500;
}
td:last-child, th:last-child {
  padding-right: 0;
}
.counts tr + tr, .counts tbody, .controls tbody tr, .drift tbody tr {
  border-top: 1px solid var(--line);
}
.counts {
  overflow-wrap: break-word;
}
.counts thead th {
  white-space: nowrap;
}
.scroll th {
  white-space: nowrap;
}
.scroll {
  position: relative;
  max-height: 21rem;
  margin-top: 0.75rem;
  overflow: auto;
}
.number {
  width: 1%;
  padding-left: 0.75rem;
  text-align: right;
}
.zero {
  color: var(--soft);
}
.proportions {
  width: 25%;
  vertical-align: middle;
}
.controls {
  table-layout: fixed;
}
.controls + .controls {
  margin-top: 2rem;
}
.controls thead th:nth-child(1) {
  width: 18%;
}
.controls thead th:nth-child(2) {
  width: 22%;
}
.controls thead th:nth-child(4) {
  width: 7.5rem;
}
.controls caption {
  padding-top: 0.75rem;
}

/* Exceptions and the policy */
.exceptions {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr));
  gap: 1rem;
}
.reason {
  margin: 0.5rem 0;
}
dl > div {
  display: grid;
  grid-template-columns: 4.5rem 1fr;
  gap: 0.5rem;
}
.exceptions dl {
  font-size: 0.875rem;
}
.policy > div {
  grid-template-columns: 13rem 1fr;
  padding: 0.15rem 0;
}

/* The user pools */
.tools {
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  gap: 0.75rem 1rem;
  margin-bottom: 1rem;
}
.tools label {
  color: var(--soft);
  font-size: 0.8125rem;
}
.tools input, .tools select, .tools button {
  height: 2.4rem;
}
.tools input, .tools select {
  display: block;
  margin-top: 0.2rem;
  color: var(--ink);
  font-size: 0.9375rem;
}
.tools input {
  width: 19rem;
  max-width: 100%;
}
.tools output {
  margin-left: auto;
  padding: 0.4rem 0;
  color: var(--soft);
}
/* Rows are grids, so that a browser can lay out thousands of them when they come into view. */
.pools, .pools > thead, .pools > tbody {
  display: block;
}
.pools > * > tr {
  display: grid;
  grid-template-columns: 6.75rem 5.25rem minmax(0, 2fr) 8rem 8.25rem 5.25rem minmax(0, 1fr);
  gap: 0 0.75rem;
}
.pools > * > tr > * {
  padding: 0.5rem 0;
}
.pools > thead {
  position: sticky;
  z-index: 1;
  top: 0;
  background: var(--paper);
}
.pools > tbody {
  border-top: 1px solid var(--line);
  content-visibility: auto;
  contain-intrinsic-size: auto 5.75rem;
}
.pools thead button {
  padding: 0.25rem 0;
  border: 0;
  background: none;
  color: var(--soft);
  font-weight: 500;
  text-align: left;
}
.pools thead button:disabled {
  cursor: inherit;
}
.pools thead button:enabled::after {
  content: "\2195" / "";
  margin-left: 0.35em;
  opacity: 0.6;
}
.pools [aria-sort] button {
  color: var(--ink);
  font-weight: 650;
}
.pools [aria-sort="ascending"] button:enabled::after {
  content: "\2191" / "";
  opacity: 1;
}
.pools [aria-sort="descending"] button:enabled::after {
  content: "\2193" / "";
  opacity: 1;
}
.pools > tbody > tr > th {
  font-weight: 600;
}
.pools > tbody > tr > th code {
  display: block;
  color: var(--soft);
  font-weight: 400;
}
.pools > tbody > tr + tr {
  display: block;
}
.pools > tbody > tr + tr > td {
  display: block;
  padding: 0 0 0.75rem;
}
summary {
  margin-left: 13.5rem;
  color: var(--soft);
  cursor: pointer;
}
summary:hover, details[open] > summary {
  color: var(--ink);
}
.details {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
  gap: 1.5rem 2.5rem;
  margin-top: 0.75rem;
  padding: 1.25rem 1.5rem;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
}
.details h3 {
  font-size: 0.8125rem;
}
.findings li {
  margin-top: 0.75rem;
  padding-left: 0.85rem;
  border-left: 3px solid var(--fail-bar);
}
.findings .unknown {
  border-color: var(--unknown-bar);
}
.findings .excepted {
  border-color: var(--excepted-bar);
}
.findings h3 {
  margin-top: 0.75rem;
}
pre {
  margin: 0.5rem 0 1rem;
  padding: 0.75rem 1rem;
  border-radius: 6px;
  background: var(--paper);
  line-height: 1.5;
  overflow-x: auto;
  overflow-wrap: normal;
}
.copy {
  float: right;
  margin-top: -1.5rem;
  padding: 0.05rem 0.6rem;
  font-size: 0.8125rem;
}
.drift {
  font-size: 0.875rem;
}
.drift caption {
  font-size: 0.8125rem;
}
.drift td {
  width: 22%;
}
.before {
  color: var(--fail);
}
.after {
  color: var(--pass);
}
footer {
  margin-top: 3rem;
  color: var(--soft);
  font-size: 0.8125rem;
}

@media screen and (max-width: 48rem) {
  body {
    padding: 1.5rem 1rem 3rem;
  }
  .verdict {
    font-size: 1.75rem;
  }
  .figures {
    grid-template-columns: repeat(2, 1fr);
    gap: 0.75rem;
  }
  .card, .details {
    padding: 1rem;
  }
  .counts .proportions, .counts thead th:has(.unseen) {
    display: none;
  }
  .counts {
    font-size: 0.8125rem;
  }
  .counts thead th {
    font-size: 0.6875rem;
  }
  .counts th, .counts td {
    padding-right: 0;
  }
  .number {
    padding-left: 0.5rem;
  }
  .checks tr {
    display: grid;
    grid-template-columns: 1fr repeat(4, 3.75rem);
    padding: 0.35rem 0;
  }
  .checks tr > * {
    width: auto;
    padding: 0.1rem 0;
  }
  .checks tr > :first-child {
    grid-column: 1 / -1;
  }
  .policy > div {
    grid-template-columns: 1fr 1fr;
  }
  .tools input {
    width: 100%;
  }
  .tools label[for="find"] {
    width: 100%;
  }
  .tools output {
    margin-left: 0;
  }
  /* A row becomes a card. */
  .stack thead {
    display: none;
  }
  .stack tr, .stack tbody td, .stack tbody th {
    display: block;
    padding: 0.1rem 0;
  }
  .stack tr {
    padding: 0.5rem 0;
  }
  .stack td:last-child::before {
    content: "OPTIONAL: ";
    color: var(--soft);
  }
  .pools > thead {
    position: static;
  }
  .pools > thead > tr, .pools > tbody > tr:first-child {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem 0.85rem;
  }
  .pools > * > tr > * {
    padding: 0;
  }
  .pools > tbody {
    margin-top: 0.75rem;
    padding: 0.75rem 1rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    contain-intrinsic-size: auto 8rem;
  }
  .pools > tbody > tr + tr {
    margin-top: 0.5rem;
  }
  .pools > tbody > tr + tr > td {
    padding: 0;
  }
  .pools > tbody > tr > th {
    order: 1;
    width: 100%;
  }
  .pools > tbody > tr > td:nth-child(n + 4) {
    order: 2;
    font-size: 0.875rem;
  }
  summary {
    margin-left: 0;
  }
  .details {
    padding: 0.5rem 0 0;
    border: 0;
  }
}

@media (prefers-reduced-motion: reduce) {
  html {
    scroll-behavior: auto;
  }
}

@media print {
  :root {
    --paper: #ffffff;
  }
  body {
    max-width: none;
    padding: 0;
    font-size: 9.5pt;
  }
  nav, .skip, .tools, .copy {
    display: none !important;
  }
  .bar, .badge {
    print-color-adjust: exact;
    -webkit-print-color-adjust: exact;
  }
  .scroll {
    max-height: none;
    overflow: visible;
  }
  .pools {
    font-size: 8.5pt;
  }
  .pools > thead {
    position: static;
  }
  .pools > tbody {
    content-visibility: visible;
  }
  summary {
    margin-left: 0;
  }
  .details {
    grid-template-columns: 1fr 1fr;
    gap: 1rem;
    padding: 0.75rem 1rem;
  }
  .pools thead button::after {
    content: none !important;
  }
  h2 {
    margin-top: 1.75rem;
  }
  h2, h3, caption {
    break-after: avoid;
  }
  .figures li, .exceptions li, .findings li, .counts tr, .controls tr, .drift tr,
  .pools > tbody > tr:first-child, .details, pre {
    break-inside: avoid;
  }
  .pools > tbody > tr:first-child:not(:last-child) {
    break-after: avoid;
  }
  pre {
    border: 1px solid var(--line);
    white-space: pre-wrap;
  }
  /* On paper nothing can be opened. */
  details::details-content {
    display: block;
    height: auto;
    content-visibility: visible;
  }
}
"""
