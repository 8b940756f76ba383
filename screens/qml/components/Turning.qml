pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// Shows that something goes on: four squares, one of them filled in turn. Two steps a second and a small area, cheap
// to draw in software and slow enough for eyes that flicker harms.
Row {
    id: turning

    property int at: 0

    spacing: Theme.mm(5)
    Accessible.ignored: true

    Repeater {
        model: 4

        Rectangle {
            required property int index

            width: Theme.mm(10)
            height: width
            radius: width / 2
            color: index === turning.at ? Theme.accent : "transparent"
            border.width: Theme.stroke
            border.color: Theme.accent
        }
    }

    Timer {
        interval: 500
        repeat: true
        running: turning.visible
        onTriggered: turning.at = (turning.at + 1) % 4
    }
}
