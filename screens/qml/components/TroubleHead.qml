import QtQuick
import "../theme"

// What happened, with its sign, and what the platform itself says about it. `quiet`: nothing to be alarmed about.
Rectangle {
    id: head

    property bool quiet: false
    property string happened
    property string also
    readonly property color tone: quiet ? Theme.accent : Theme.warn

    implicitHeight: words.implicitHeight + Theme.mm(24)
    radius: Theme.radius
    color: quiet ? Theme.accentSoft : Theme.warnSoft
    border.width: Theme.stroke
    border.color: tone

    Icon {
        id: sign

        x: Theme.mm(12)
        y: Theme.mm(12)
        name: head.quiet ? "info" : "warn"
        size: Theme.mm(26)
        weight: 1.6
        color: head.tone
    }

    Column {
        id: words

        x: sign.x + sign.width + Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - Theme.mm(10)
        spacing: Theme.mm(5)

        TitleText {
            width: parent.width
            size: Theme.title
            text: head.happened
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            font.pixelSize: Theme.lead
            text: head.also
        }
    }
}
