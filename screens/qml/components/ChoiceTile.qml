import QtQuick
import "../theme"

// An entry of a list: icon, title, what it is about, a state in words (`tag`), something at the end. `resting` says why
// it can't be chosen now (words, not only a paler look); `selected` marks the chosen one of several. In a short list
// (see Choices) it is `roomy`, and takes its part of the `spare` height.
Control {
    id: tile

    property string title
    property string hint
    property string trailing
    property string iconName
    property string resting
    property string tag
    property string tagKind: "plain"
    property bool selected: false
    property bool showArrow: true
    property bool roomy: false
    property real spare: 0
    readonly property int wanted: Math.max(Theme.mm(28), words.implicitHeight + Theme.mm(14))

    rests: resting !== ""
    implicitHeight: Math.max(wanted, Math.min(Theme.mm(88), wanted + spare))
    radius: Theme.radius
    color: touch.pressed || selected ? Theme.accentSoft : rests ? Theme.ground : Theme.surface
    border.width: selected ? Theme.stroke * 1.5 : rests ? Theme.hairline : Theme.stroke
    border.color: selected || touch.pressed ? Theme.accent : rests ? Theme.edge : Theme.highContrast ? Theme.edge : Theme.line

    Accessible.name: title
    Accessible.description: rests ? resting : [tag, hint, trailing].filter(part => part !== "").join(" · ")

    Icon {
        id: icon

        x: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        name: tile.iconName
        size: Theme.mm(tile.roomy ? 30 : 18)
        color: tile.rests ? Theme.quietInk : Theme.accent
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: icon.visible ? icon.x + icon.width + Theme.mm(10) : Theme.mm(10)
        width: (end.visible ? end.x : arrow.visible ? arrow.x : parent.width) - x - Theme.mm(5)
        spacing: Theme.mm(2)

        Text {
            width: parent.width
            text: tile.title
            color: tile.rests ? Theme.quietInk : Theme.ink
            font.family: Theme.family
            font.pixelSize: tile.roomy ? Theme.heading : Theme.lead
            font.weight: Font.Bold
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            Accessible.ignored: true
        }

        Text {
            width: parent.width
            visible: text !== ""
            text: tile.rests ? tile.resting : tile.hint
            color: tile.rests ? Theme.warn : Theme.quietInk
            font.family: Theme.family
            font.pixelSize: tile.roomy ? Theme.body : Theme.small
            wrapMode: Text.Wrap
            lineHeight: 1.15
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
        x: (arrow.visible ? arrow.x : parent.width - Theme.mm(4)) - width - Theme.mm(3)
        visible: text !== ""
        text: tile.trailing
        color: Theme.quietInk
        font.family: Theme.family
        font.pixelSize: tile.roomy && !Theme.elder ? Theme.body : Theme.small
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
        visible: tile.showArrow || tile.rests || tile.selected
        name: tile.rests ? "pause" : tile.selected ? "check" : "right"
        size: Theme.mm(9)
        color: tile.rests ? Theme.quietInk : Theme.accent
    }

    Touch {
        id: touch
        enabled: !tile.rests
        onTapped: tile.press()
    }
}
