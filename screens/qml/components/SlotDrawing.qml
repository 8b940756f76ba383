pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Where paper comes out: an A4 sheet from the wide slot below, or a ticket from the narrow one. Still, drawn by us.
Item {
    id: drawing

    property bool sheet: true
    property string words
    property real enlarged: 1
    property color tone: Theme.accent
    readonly property real paperWidth: mm(sheet ? 84 : 48)

    implicitHeight: arrow.y + arrow.height + caption.implicitHeight
    function mm(value: real): int {
        return Theme.mm(value * enlarged);
    }

    Accessible.role: Accessible.Graphic
    Accessible.name: words

    Rectangle {
        id: slot

        anchors.horizontalCenter: parent.horizontalCenter
        width: drawing.sheet ? drawing.mm(150) : drawing.mm(96)
        height: drawing.mm(22)
        radius: drawing.mm(4)
        color: Theme.accentSoft
        border.width: Theme.stroke
        border.color: drawing.tone

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height - drawing.mm(8)
            width: drawing.paperWidth + drawing.mm(12)
            height: drawing.mm(3)
            radius: height / 2
            color: drawing.tone
        }
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: slot.height - drawing.mm(6)
        width: drawing.paperWidth
        height: drawing.mm(68)
        color: Theme.surface
        border.width: Theme.stroke
        border.color: drawing.tone

        Column {
            x: drawing.mm(8)
            y: drawing.mm(10)
            spacing: drawing.mm(6)

            Repeater {
                model: [0.7, 0.55, 0.75, 0.4, 0.62]

                Rectangle {
                    required property real modelData

                    width: (drawing.paperWidth - drawing.mm(12)) * modelData
                    height: drawing.mm(2.4)
                    radius: height / 2
                    color: Theme.edge
                }
            }
        }
    }

    Icon {
        id: arrow

        anchors.horizontalCenter: parent.horizontalCenter
        y: drawing.mm(84)
        size: drawing.mm(20)
        weight: 2
        color: drawing.tone
        name: "down"
    }

    BodyText {
        id: caption

        anchors.top: arrow.bottom
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: drawing.words
        font.pixelSize: drawing.enlarged > 1 ? Theme.lead : Theme.body
        font.weight: Font.Medium
        Accessible.ignored: true
    }
}
