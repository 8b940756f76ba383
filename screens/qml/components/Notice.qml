import QtQuick
import "../theme"

// A sentence that must be seen: "info", "good" or "warn", each with its own icon.
Rectangle {
    id: notice

    property string kind: "info"
    property string text
    readonly property color content: kind === "good" ? Theme.good : kind === "warn" ? Theme.warn : Theme.accent

    visible: text !== ""
    implicitHeight: Math.max(Theme.mm(20), words.implicitHeight + Theme.mm(8))
    radius: Theme.radius
    color: kind === "good" ? Theme.goodSoft : kind === "warn" ? Theme.warnSoft : Theme.accentSoft
    border.width: Theme.highContrast ? Theme.stroke : 0
    border.color: content

    Accessible.role: kind === "warn" ? Accessible.AlertMessage : Accessible.StaticText
    Accessible.name: text

    Icon {
        id: icon

        x: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        name: notice.kind === "good" ? "check" : notice.kind === "warn" ? "warn" : "info"
        size: Theme.body * 1.25
        color: notice.content
    }

    BodyText {
        id: words

        x: icon.x + icon.width + Theme.mm(5)
        width: parent.width - x - Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        text: notice.text
        color: notice.content
        font.weight: Font.Medium
        Accessible.ignored: true
    }
}
