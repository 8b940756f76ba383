import QtQuick
import "../theme"

// An entry of a list with a state of its own in words; it can always be touched. `trailing` stands at the end.
Rectangle {
    id: tile

    property string title
    property string hint
    property string trailing
    property string iconName
    property string tag
    property string tagKind: "plain"
    property bool selected: false

    signal tapped

    implicitHeight: Math.max(Theme.mm(28), words.implicitHeight + Theme.mm(14))
    radius: Theme.radius
    color: touch.pressed || selected ? Theme.accentSoft : Theme.surface
    border.width: selected ? Theme.stroke * 1.5 : Theme.stroke
    border.color: selected || touch.pressed ? Theme.accent : Theme.highContrast ? Theme.edge : Theme.line

    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.description: [tag, hint, trailing].filter(part => part !== "").join(" · ")
    Accessible.onPressAction: tile.tapped()

    Icon {
        id: icon

        x: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        name: tile.iconName
        size: Theme.mm(16)
        color: Theme.accent
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: icon.visible ? icon.x + icon.width + Theme.mm(8) : Theme.mm(8)
        width: (end.visible ? end.x : arrow.x) - x - Theme.mm(5)
        spacing: Theme.mm(2)

        Text {
            width: parent.width
            text: tile.title
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.lead
            font.weight: Font.Bold
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            Accessible.ignored: true
        }

        Text {
            width: parent.width
            visible: text !== ""
            text: tile.hint
            color: Theme.quietInk
            font.family: Theme.family
            font.pixelSize: Theme.small
            lineHeight: 1.15
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            Accessible.ignored: true
        }

        Tag {
            width: implicitWidth
            kind: tile.tagKind
            text: tile.tag
            Accessible.ignored: true
        }
    }

    Text {
        id: end

        anchors.verticalCenter: parent.verticalCenter
        x: arrow.x - width - Theme.mm(3)
        visible: text !== ""
        text: tile.trailing
        color: Theme.ink
        font.family: Theme.family
        font.pixelSize: Theme.small
        lineHeight: 1.2
        horizontalAlignment: Text.AlignRight
        textFormat: Text.PlainText
        Accessible.ignored: true
    }

    Icon {
        id: arrow

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(6)
        name: tile.selected ? "check" : "right"
        size: Theme.mm(9)
        color: Theme.accent
    }

    Touch {
        id: touch
        onTapped: tile.tapped()
    }
}
