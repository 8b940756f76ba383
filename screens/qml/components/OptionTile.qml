import QtQuick
import "../theme"

// One option of a field. `many`: a tick box, else a round mark; the mark tells it apart without colour.
Control {
    id: option

    property string title
    property string hint
    property bool chosen: false
    property bool many: false
    property bool wrong: false

    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + Theme.mm(8))
    radius: Theme.radius
    color: chosen || touch.pressed ? Theme.accentSoft : Theme.surface
    border.width: chosen || wrong ? Theme.stroke * 1.5 : Theme.stroke
    border.color: wrong ? Theme.danger : chosen ? Theme.accent : Theme.edge

    Accessible.role: many ? Accessible.CheckBox : Accessible.RadioButton
    Accessible.name: title
    Accessible.description: hint
    Accessible.checked: chosen

    Rectangle {
        id: mark

        x: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(10)
        height: Theme.mm(10)
        radius: option.many ? Theme.mm(1.5) : width / 2
        color: option.chosen ? Theme.accent : Theme.surface
        border.width: Theme.stroke
        border.color: option.chosen ? Theme.accent : Theme.edge

        Icon {
            anchors.centerIn: parent
            visible: option.chosen
            name: "check"
            size: Theme.mm(7)
            weight: 3
            color: Theme.inkOnAccent
        }
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: mark.x + mark.width + Theme.mm(5)
        width: parent.width - x - Theme.mm(4)

        BodyText {
            width: parent.width
            text: option.title
            lineHeight: 1.15
            font.weight: option.chosen ? Font.Bold : Font.Medium
            Accessible.ignored: true
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: option.hint
            quiet: true
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }

    Touch {
        id: touch
        onTapped: option.tapped()
    }
}
