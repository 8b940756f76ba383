pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Where paper comes out: an A4 sheet from the wide slot below, or a ticket from the narrow one. Still, drawn by us.
Item {
    id: drawing

    property bool sheet: true
    property string words
    property color tone: Theme.accent
    readonly property real paperWidth: sheet ? Theme.mm(84) : Theme.mm(48)

    implicitHeight: Theme.mm(118)
    Accessible.role: Accessible.Graphic
    Accessible.name: words

    Rectangle {
        id: slot

        anchors.horizontalCenter: parent.horizontalCenter
        width: drawing.sheet ? Theme.mm(150) : Theme.mm(96)
        height: Theme.mm(22)
        radius: Theme.mm(4)
        color: Theme.accentSoft
        border.width: Theme.stroke
        border.color: drawing.tone

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height - Theme.mm(8)
            width: drawing.paperWidth + Theme.mm(12)
            height: Theme.mm(3)
            radius: height / 2
            color: drawing.tone
        }
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: slot.height - Theme.mm(6)
        width: drawing.paperWidth
        height: Theme.mm(68)
        color: Theme.surface
        border.width: Theme.stroke
        border.color: drawing.tone

        Column {
            x: Theme.mm(8)
            y: Theme.mm(10)
            spacing: Theme.mm(6)

            Repeater {
                model: [0.7, 0.55, 0.75, 0.4, 0.62]

                Rectangle {
                    required property real modelData

                    width: (drawing.paperWidth - Theme.mm(12)) * modelData
                    height: Theme.mm(2.4)
                    radius: height / 2
                    color: Theme.edge
                }
            }
        }
    }

    Icon {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.mm(84)
        size: Theme.mm(20)
        weight: 2
        color: drawing.tone
        name: "down"
    }

    BodyText {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        text: drawing.words
        font.weight: Font.Medium
        Accessible.ignored: true
    }
}
