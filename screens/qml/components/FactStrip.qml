pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A few short facts beside each other (below each other with large letters): label and value each.
Rectangle {
    id: strip

    property var facts: []
    readonly property bool below: Theme.elder

    implicitHeight: flow.implicitHeight + Theme.mm(16)
    radius: Theme.radius
    color: Theme.accentSoft
    border.width: Theme.highContrast ? Theme.stroke : 0
    border.color: Theme.edge

    Grid {
        id: flow

        x: Theme.mm(10)
        y: Theme.mm(8)
        width: parent.width - Theme.mm(20)
        columns: strip.below ? 1 : Math.max(1, strip.facts.length)
        rowSpacing: Theme.mm(5)

        Repeater {
            model: strip.facts

            Column {
                id: fact

                required property var modelData

                width: flow.width / flow.columns
                visible: modelData.value !== ""
                spacing: Theme.mm(1)

                BodyText {
                    width: parent.width - Theme.mm(6)
                    quiet: true
                    font.pixelSize: Theme.small
                    text: fact.modelData.label
                }

                BodyText {
                    width: parent.width - Theme.mm(6)
                    font.pixelSize: Theme.lead
                    font.weight: Font.Bold
                    text: fact.modelData.value
                }
            }
        }
    }
}
