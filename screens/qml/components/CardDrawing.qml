pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A card that is laid on the reader below the screen. Drawn, no picture; still, so that it costs nothing.
Item {
    id: drawing

    Accessible.ignored: true

    Rectangle {
        id: card

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        width: height * 1.585 // ISO/IEC 7810 ID-1
        height: drawing.height * 0.55
        radius: Theme.mm(5)
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.accent

        Column {
            x: parent.width * 0.09
            y: parent.height * 0.2
            spacing: parent.height * 0.1

            Repeater {
                model: [0.34, 0.22, 0.42]

                Rectangle {
                    required property real modelData

                    width: card.width * modelData
                    height: card.height * 0.055
                    radius: height / 2
                    color: Theme.edge
                }
            }
        }

        Rectangle {
            x: parent.width * 0.09
            y: parent.height * 0.76
            width: parent.width * 0.82
            height: parent.height * 0.065
            radius: height / 2
            color: Theme.ink
        }

        Icon {
            x: parent.width * 0.64
            y: parent.height * 0.16
            size: parent.height * 0.46
            weight: 1.2
            color: Theme.accent
            name: "person"
        }
    }

    Column {
        anchors.top: card.bottom
        anchors.topMargin: drawing.height * 0.04
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: -drawing.height * 0.05

        Icon {
            size: drawing.height * 0.14
            weight: 2
            color: Theme.accent
            name: "down"
        }

        Icon {
            size: drawing.height * 0.14
            weight: 2
            color: Theme.accent
            name: "down"
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.mm(230)
        height: Theme.mm(20)
        radius: Theme.mm(4)
        color: Theme.accentSoft
        border.width: Theme.stroke
        border.color: Theme.accent

        Text {
            anchors.centerIn: parent
            text: qsTr("读卡区")
            color: Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.small
            font.weight: Font.Medium
        }
    }
}
