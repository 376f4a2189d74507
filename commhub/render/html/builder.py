"""tinyhtml5's tree builder with elements that know the start tag they came from, and two of its faults mended."""

from __future__ import annotations

from typing import Any, Final
from xml.etree import ElementTree as ET

from tinyhtml5 import treebuilder
from tinyhtml5.constants import table_insert_mode_elements

XHTML: Final = "http://www.w3.org/1999/xhtml"
IMPLIED: Final = -1


class Element(treebuilder.Element):  # type: ignore[misc]  # the library has no types
    """An element of the tree.

    `number` is the index of its start tag among the pieces; IMPLIED for one that the source does not write (html,
    head, body, tbody, colgroup, p). Several elements share a number where the parser repeats a formatting element
    (`<b><p></b>x`). `name`, `namespace`, `attributes` (decoded), `parent` and `etree` (for cssselect2) are the builder's.
    """

    number: int = IMPLIED

    @property
    def etree(self) -> ET.Element:
        return self._element  # type: ignore[no-any-return]

    def clone(self) -> Element:
        twin: Element = super().clone()
        twin.number = self.number
        return twin

    def insert_before(self, node: Any, reference: Any) -> None:
        super().insert_before(node, reference)
        # The library forgets it here, and loses the node when the children move on later.
        self._children.insert(self._children.index(reference), node)

    def reparent_children(self, parent: Any) -> None:
        """As the library's, which fails where one of the texts is None."""
        text, self._element.text = self._element.text, None
        if text:
            parent.insert_text(text)
        for child in list(self._children):
            self.remove_child_only(child)
            parent.append_child(child)

    def remove_child_only(self, node: Any) -> None:
        self._children.remove(node)
        self._element.remove(node._element)


class Builder(treebuilder.TreeBuilder):  # type: ignore[misc]
    """Gives each element its number, and remembers where the last comment or text went.

    Comments enter the tree only where they are asked for.
    """

    def __init__(self, comments: bool) -> None:
        super().__init__(namespace_html_elements=True)
        self.comments = comments
        self.token: dict[str, Any] = {}
        self.place: tuple[Any, bool] | None = None

    def create_element(self, token: dict[str, Any]) -> Element:
        element = Element(token["name"], token.get("namespace", self.default_namespace))
        element.attributes = token["data"]
        # `<image>` is read as `<img>`: a new token with the attributes of the old.
        twin = token["data"] is self.token.get("data") and token["data"] is not None
        element.number = token.get("piece", self.token.get("piece", IMPLIED) if twin else IMPLIED)
        return element

    def insert_element_normal(self, token: dict[str, Any]) -> Element:
        element = self.create_element(token)
        self.open_elements[-1].append_child(element)
        self.open_elements.append(element)
        return element

    def reconstruct_active_formatting_elements(self) -> None:
        before = list(self.active_formatting_elements)
        super().reconstruct_active_formatting_elements()
        for old, new in zip(before, self.active_formatting_elements, strict=True):
            if old is not new:
                new.number = old.number

    def put(self) -> tuple[Element | None, bool]:
        """Where the last token went, and whether out of a table; comments beside <html> have no element there."""
        parent, foster = self.place or (None, False)
        return (parent if isinstance(parent, Element) else None), foster

    def insert_comment(self, token: dict[str, Any], parent: Any) -> None:
        self.place = (parent, False)
        if self.comments:
            super().insert_comment(token, parent)

    def insert_text(self, data: str, parent: Any = None) -> None:
        if parent is None and self.insert_from_table and self.open_elements[-1].name in table_insert_mode_elements:
            self.place = (self.get_table_misnested_node_position()[0], True)
        else:
            self.place = (parent or self.open_elements[-1], False)
        super().insert_text(data, parent)
