# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script of the HTML report: sorting, filtering and copying.  Without it the page shows everything, and stands still.

It takes all it knows from the page, and puts only numbers and its own words into it.

This module is private to latchkey.cognito.
"""

from __future__ import annotations

SCRIPT = r"""
'use strict';
(() => {
  const table = document.getElementById('pool-table');
  if (!table) {
    return;
  }
  const tools = document.getElementById('tools');
  const find = document.getElementById('find');
  const selects = {
    status: document.getElementById('by-status'),
    severity: document.getElementById('by-severity'),
  };
  const shown = document.getElementById('shown');

  // One body of the table is one user pool: a row, and perhaps a second one with details.
  const entries = Array.from(table.tBodies, (body, place) => ({ body, place }));

  // The worst first, as the choices of the filters are.
  const ranks = (select) => new Map(Array.from(select.options, (option, rank) => [option.value, rank]));
  const status = ranks(selects.status);
  const severity = ranks(selects.severity);
  severity.set('', severity.size);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const byRank = (order, name) => (a, b) => order.get(a.body.dataset[name]) - order.get(b.body.dataset[name]);
  const byText = (column) => (a, b) => collator.compare(cell(a, column), cell(b, column));
  const cell = (entry, column) => {
    entry.cells ??= [];
    return (entry.cells[column] ??= entry.body.rows[0].cells[column].textContent.trim());
  };

  const buttons = Array.from(table.tHead.querySelectorAll('button'));
  const sort = (column) => {
    const heading = buttons[column].closest('th');
    const descending = heading.ariaSort === 'ascending';
    const compare = [byRank(status, 'status'), byRank(severity, 'severity')][column] ?? byText(column);
    entries.sort((a, b) => (descending ? compare(b, a) : compare(a, b)) || a.place - b.place);
    for (const button of buttons) {
      button.closest('th').removeAttribute('aria-sort');
    }
    heading.ariaSort = descending ? 'descending' : 'ascending';
    const sorted = document.createDocumentFragment();
    sorted.append(...entries.map((entry) => entry.body));
    table.append(sorted);
  };

  const searched = (entry) => {
    const details = entry.body.querySelector('summary');
    entry.text ??= `${entry.body.rows[0].textContent} ${details ? details.textContent : ''}`.toLowerCase();
    return entry.text;
  };
  const number = new Intl.NumberFormat('en');
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const chosen = Object.entries(selects).every(
        ([name, select]) => !select.value || select.value === entry.body.dataset[name]
      );
      entry.body.hidden = !(chosen && words.every((word) => searched(entry).includes(word)));
      count += entry.body.hidden ? 0 : 1;
    }
    shown.textContent = `Showing ${number.format(count)} of ${number.format(entries.length)} user pools`;
  };

  let waiting;
  find.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  for (const select of Object.values(selects)) {
    select.addEventListener('change', filter);
  }
  document.getElementById('clear').addEventListener('click', () => {
    find.value = '';
    selects.status.value = '';
    selects.severity.value = '';
    filter();
    find.focus();
  });
  buttons.forEach((button, column) => {
    button.disabled = false;
    button.addEventListener('click', () => sort(column));
  });

  // The figures at the top lead to their user pools.
  for (const link of document.querySelectorAll('a[data-status]')) {
    link.addEventListener('click', () => {
      selects.status.value = link.dataset.status;
      filter();
    });
  }

  // A task gets its button when it is opened, so that thousands of them cost nothing.
  const copyable = (task) => {
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    copy.addEventListener('click', async () => {
      getSelection().selectAllChildren(task);
      const done = navigator.clipboard.writeText(task.textContent).then(() => 'Copied', () => 'Selected');
      copy.textContent = await done;
      setTimeout(() => (copy.textContent = 'Copy'), 2000);
    });
    task.before(copy);
  };
  const opened = (event) => {
    if (navigator.clipboard && !event.target.querySelector('.copy')) {
      event.target.querySelectorAll('pre').forEach(copyable);
    }
  };
  table.addEventListener('toggle', opened, true);

  tools.hidden = false;
  filter();
})();
"""
