pragma ComponentBehavior: Bound

import QtQuick
import "../theme"

// One of two equal ways: a large sheet with icon, title and a few lines, touched anywhere.
Control {
    id: way

    property string title
    property string iconName
    property list<string> lines
    property string resting

    rests: resting !== ""
    implicitHeight: Math.max(Theme.mm(Theme.seated ? 64 : 96), words.implicitHeight + Theme.mm(24))
    radius: Theme.radius
    color: touch.pressed ? Theme.accentSoft : rests ? Theme.ground : Theme.surface
    border.width: rests ? Theme.hairline : Theme.stroke
    border.color: rests ? Theme.edge : Theme.accent

    Accessible.name: title
    Accessible.description: rests ? resting : lines.join(" · ")

    Icon {
        id: icon

        x: Theme.mm(16)
        anchors.verticalCenter: parent.verticalCenter
        name: way.iconName
        size: Theme.mm(36)
        weight: 1.3
        color: way.rests ? Theme.quietInk : Theme.accent
    }

    Column {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: icon.x + icon.width + Theme.mm(16)
        width: arrow.x - x - Theme.mm(6)
        spacing: Theme.mm(3)

        TitleText {
            width: parent.width
            text: way.title
            color: way.rests ? Theme.quietInk : Theme.ink
            Accessible.ignored: true
        }

        Repeater {
            model: way.rests ? [way.resting] : way.lines

            BodyText {
                required property string modelData

                width: words.width
                text: modelData
                color: way.rests ? Theme.warn : Theme.quietInk
                Accessible.ignored: true
            }
        }
    }

    Icon {
        id: arrow

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(10)
        name: way.rests ? "pause" : "right"
        size: Theme.mm(12)
        color: way.rests ? Theme.quietInk : Theme.accent
    }

    Touch {
        id: touch
        enabled: !way.rests
        onTapped: way.press()
    }
}
