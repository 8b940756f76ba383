pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// A few facts beside each other, label and value each; below each other, a line each, where one is long or letters are
// large.
Rectangle {
    id: strip

    property var facts: []
    readonly property bool below: Theme.elder || facts.some(fact => wide(fact.value))

    // Whether a value needs more than a third of the strip; Latin letters take about half of a Chinese character.
    function wide(value: string): bool {
        const latin = value.replace(/[^\x20-\u024f]/g, "").length;
        return (value.length - latin + latin * 0.55) * Theme.lead > width / 3 - Theme.mm(12);
    }

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

            Grid {
                id: fact

                required property var modelData

                width: flow.width / flow.columns
                visible: modelData.value !== ""
                columns: strip.below ? 2 : 1
                rowSpacing: Theme.mm(1)
                verticalItemAlignment: Grid.AlignVCenter

                BodyText {
                    id: label

                    width: strip.below ? Theme.mm(Theme.elder ? 86 : 66) : parent.width - Theme.mm(6)
                    quiet: true
                    font.pixelSize: strip.below ? Theme.body : Theme.small
                    text: fact.modelData.label
                }

                BodyText {
                    width: parent.width - Theme.mm(6) - (strip.below ? label.width : 0)
                    font.pixelSize: Theme.lead
                    font.weight: Font.Bold
                    text: fact.modelData.value
                }
            }
        }
    }
}
