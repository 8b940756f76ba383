import QtQuick
import "../theme"

// A state in words with its own icon: "good", "warn", "info" or "plain". The icon tells it apart without colour.
Rectangle {
    id: tag

    property string kind: "plain"
    property string text
    readonly property color content: kind === "good" ? Theme.good : kind === "warn" ? Theme.warn : kind === "info" ? Theme.accent : Theme.quietInk
    readonly property real room: parent ? (parent as Item).width : 0

    visible: text !== ""
    implicitWidth: Math.min(words.x + words.implicitWidth + Theme.mm(4), room > 0 ? room : Infinity)
    implicitHeight: words.implicitHeight + Theme.mm(3)
    radius: Theme.mm(2)
    color: kind === "good" ? Theme.goodSoft : kind === "warn" ? Theme.warnSoft : kind === "info" ? Theme.accentSoft : "transparent"
    border.width: kind === "plain" || Theme.highContrast ? Theme.hairline : 0
    border.color: content

    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Icon {
        id: icon

        x: Theme.mm(3)
        anchors.verticalCenter: parent.verticalCenter
        name: tag.kind === "good" ? "check" : tag.kind === "warn" ? "warn" : tag.kind === "info" ? "info" : ""
        size: Theme.small
        color: tag.content
    }

    Text {
        id: words

        x: icon.visible ? icon.x + icon.width + Theme.mm(2) : Theme.mm(4)
        width: tag.width - x - Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        text: tag.text
        color: tag.content
        font.family: Theme.family
        font.pixelSize: Theme.small
        font.weight: Font.Medium
        wrapMode: Text.Wrap
        textFormat: Text.PlainText
        Accessible.ignored: true
    }
}
