import QtQuick
import "../theme"

// Content that may be longer than its room. It can be flicked, and where it overflows two buttons with words turn it
// by a screenful: not everybody knows flicking.
Item {
    id: area

    default property alias content: column.data
    property alias spacing: column.spacing
    property alias contentY: flick.contentY
    readonly property bool overflows: column.implicitHeight > area.height + 1

    property rect kept // what was brought into view, and stays there until the person turns the content

    // Brings a place (in the content's coordinates) into view.
    function reveal(top: real, height: real): void {
        kept = Qt.rect(0, top, 1, height);
        if (top < flick.contentY)
            flick.contentY = Math.max(0, top);
        else if (top + height > flick.contentY + flick.height)
            flick.contentY = Math.min(flick.contentHeight - flick.height, top + height - flick.height);
    }

    // The same for something in the content.
    function bring(item: Item): void {
        const room = Theme.mm(4); // for its ring
        reveal(item.mapToItem(column, 0, 0).y - room, item.height + 2 * room);
    }

    function turn(direction: int): void {
        const last = Math.max(0, flick.contentHeight - flick.height);
        flick.cancelFlick();
        kept = Qt.rect(0, 0, 0, 0);
        flick.contentY = Math.min(last, Math.max(0, flick.contentY + direction * flick.height * 0.85));
    }

    Flickable {
        id: flick

        width: parent.width
        height: parent.height - (area.overflows ? turning.height + Theme.mm(3) : 0)
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: area.overflows
        clip: area.overflows
        onMovementStarted: area.kept = Qt.rect(0, 0, 0, 0)
        onHeightChanged: {
            contentY = Math.max(0, Math.min(contentY, contentHeight - height));
            if (area.kept.width > 0) // the room shrank: the buttons below came, or something to type with
                area.reveal(area.kept.y, area.kept.height);
        }

        Column {
            id: column

            width: flick.width
            spacing: Theme.gap
        }
    }

    Row {
        id: turning

        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.mm(Theme.elder ? 24 : 20)
        spacing: Theme.mm(6)
        visible: area.overflows

        BigButton {
            width: (parent.width - parent.spacing) / 2
            height: parent.height
            enabled: !flick.atYBeginning
            iconName: "up"
            text: qsTr("往上看")
            onTapped: area.turn(-1)
        }

        BigButton {
            width: (parent.width - parent.spacing) / 2
            height: parent.height
            enabled: !flick.atYEnd
            iconName: "down"
            text: flick.atYEnd ? qsTr("已到最后") : qsTr("下面还有")
            onTapped: area.turn(1)
        }
    }
}
