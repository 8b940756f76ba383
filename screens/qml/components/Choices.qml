import QtQuick
import "../theme"

// A list of ChoiceTiles that shares out the room it has: few entries are written larger and grow taller, so that a
// short list is as easy to hit as the panel allows. What is not a tile (a notice above) keeps its height.
Column {
    id: list

    property real room: 0 // how high the list may become
    readonly property int count: tiles().length
    readonly property bool roomy: count <= 5
    readonly property real spare: count > 0 ? Math.max(0, (room - Theme.gap / 2 - natural()) / count) : 0

    function tiles(): list<Item> {
        return children.filter(child => child instanceof ChoiceTile);
    }

    function natural(): real {
        let sum = -spacing;
        for (const child of list.children) {
            const tile = child as ChoiceTile;
            if (tile)
                sum += tile.wanted + spacing;
            else if (child.visible && child.height > 0)
                sum += child.height + spacing;
        }
        return sum;
    }

    spacing: Theme.gap
}
