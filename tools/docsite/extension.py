# -*- coding: utf-8 -*-
# Copyright (c) 2026, Latchkey contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Sphinx also does to the pages: names of plugins and numbers of rules become links, and titles short."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from tools.docsite.pages import LEDGERS

ANSIBLE_DOCS = "https://docs.ansible.com/ansible/latest/"
SETTINGS = "reference_appendices/config.html"

# Labels of Ansible's own documentation that antsibull-docs refers to.
ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": SETTINGS,
    "callback_plugins": "plugins/callback.html",
    "collections_keyword": "collections_guide/collections_using_playbooks.html",
    "common_return_values": "reference_appendices/common_return_values.html",
    "list_of_callback_plugins": "collections/index_callback.html",
    "list_of_collections": "collections/index.html",
}

_PLUGIN_TITLE = re.compile(r"latchkey\.cognito\.(\w+ \w+) ")
_PLUGIN = re.compile(r"(latchkey\.cognito\.[a-z_]+)")
_PAGES = {letter: page for page, letters in LEDGERS.items() for letter in letters}
_NUMBER = re.compile(rf"(?<![\w.:-])([{''.join(_PAGES)}]\d{{1,2}}[ab]?)(?![\w-])")
_DEFINED = re.compile(_NUMBER.pattern + r"\b")
_NO_LINKS = (nodes.literal, nodes.literal_block, nodes.reference, nodes.title, nodes.raw, addnodes.pending_xref)


class LinkPlugins(SphinxTransform):
    """A plugin's full name, marked as code, leads to its reference."""

    default_priority = 500

    def apply(self, **_options: Any) -> None:
        """Replace the names."""
        for literal in list(self.document.findall(nodes.literal)):
            name = _PLUGIN.fullmatch(literal.astext())
            if name and name[1] in self.config.plugin_types and not _is_within(literal, _NO_LINKS):
                label = f"ansible_collections.{name[1]}_{self.config.plugin_types[name[1]]}"
                xref = addnodes.pending_xref("", refdomain="std", reftype="ref", reftarget=label, refexplicit=True)
                xref["refdoc"] = self.env.docname
                literal.replace_self(xref)
                xref += literal


class LinkRules(SphinxTransform):
    """A rule's number leads to its ledger, where it stands at the beginning of an item or a row."""

    default_priority = 500

    def apply(self, **_options: Any) -> None:
        """Name the rules of a ledger, and link the numbers of every page."""
        if self.env.docname in LEDGERS:
            for place in self.document.findall(lambda node: isinstance(node, nodes.list_item | nodes.row)):
                number = _DEFINED.match(place.astext())
                if number and _PAGES[number[1][0]] == self.env.docname:
                    (place if isinstance(place, nodes.list_item) else place[0])["ids"].append(number[1].lower())
        for text in list(self.document.findall(nodes.Text)):
            pieces = _NUMBER.split(text)
            if len(pieces) > 1 and not _is_within(text, _NO_LINKS):
                text.parent.replace(text, [self._piece(piece) for piece in pieces if piece])

    def _piece(self, text: str) -> nodes.Node:
        if not _NUMBER.fullmatch(text):
            return nodes.Text(text)
        page = self.app.builder.get_relative_uri(self.env.docname, _PAGES[text[0]])
        return nodes.reference(text, text, internal=True, refuri=f"{page}#{text.lower()}", classes=["rule"])


class DropContents(SphinxTransform):
    """A list of a page's headings in the page itself: the theme has it beside the page."""

    default_priority = 900

    def apply(self, **_options: Any) -> None:
        """Remove it."""
        for topic in list(self.document.findall(nodes.topic)):
            if "contents" in topic["classes"]:
                topic.parent.remove(topic)
        for title in self.document.findall(nodes.title):
            title.attributes.pop("refid", None)  # it would lead back to the list


def shorten_titles(_app: Sphinx, env: Any) -> None:
    """In the navigation, a plugin's page has the plugin's name and kind for a title."""
    for toc in env.tocs.values():
        for entry in list(toc.findall(nodes.reference))[:1]:
            found = _PLUGIN_TITLE.match(entry.astext())
            if found:
                entry.children = [nodes.Text(found[1])]


def _is_within(node: nodes.Node, kinds: tuple[type, ...]) -> bool:
    parent = node.parent
    while parent is not None and not isinstance(parent, kinds):
        parent = parent.parent
    return parent is not None


def ansible_page(_app: Sphinx, _env: Any, node: Any, content: Any) -> Any:
    """What leads to Ansible's own documentation, without asking the network where that is."""
    target = node["reftarget"]
    is_setting = node["reftype"] == "envvar" and target.startswith("ANSIBLE_")
    page = f"{SETTINGS}#envvar-{target}" if is_setting else ANSIBLE_PAGES.get(target)
    if page is None:
        return None
    reference = nodes.reference("", "", internal=False, refuri=ANSIBLE_DOCS + page)
    reference += content
    return reference


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything."""
    app.add_config_value("plugin_types", {}, "env")
    app.add_transform(LinkPlugins)
    app.add_transform(LinkRules)
    app.add_transform(DropContents)
    app.connect("env-updated", shorten_titles)
    app.connect("missing-reference", ansible_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
