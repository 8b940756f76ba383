import QtQuick
import "../theme"

// The box of a field that is typed: shows the value, and opens the sheet when touched.
Control {
    id: box

    property string label
    property string value
    property string placeholder
    property bool typing: false
    property bool wrong: false

    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + Theme.mm(8))
    radius: Theme.radius
    color: Theme.surface
    border.width: typing || wrong ? Theme.stroke * 1.5 : Theme.stroke
    border.color: wrong ? Theme.danger : typing ? Theme.accent : Theme.edge

    Accessible.name: label
    Accessible.description: value !== "" ? value : placeholder

    BodyText {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.mm(6)
        width: pen.x - x - Theme.mm(4)
        text: box.value !== "" ? box.value : box.placeholder
        quiet: box.value === ""
        font.weight: box.value !== "" ? Font.Bold : Font.Normal
        Accessible.ignored: true
    }

    Icon {
        id: pen

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: "pen"
        size: Theme.mm(9)
        color: Theme.accent
    }

    Touch {
        onTapped: box.tapped()
    }
}
