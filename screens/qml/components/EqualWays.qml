import QtQuick
import "../theme"

// WayCards that must not differ in size: each is as high as the one with most to say (`tallest`).
Column {
    id: list

    readonly property real tallest: most()

    function most(): real {
        let height = 0;
        for (const child of children) {
            const card = child as WayCard;
            if (card && card.visible)
                height = Math.max(height, card.implicitHeight);
        }
        return height;
    }

    spacing: Theme.mm(12)
}
