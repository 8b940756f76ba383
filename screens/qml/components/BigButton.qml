import QtQuick
import "../theme"

// A button. kind: "main" (the one way on), "plain", "quiet" (no outline), "danger".
Control {
    id: button

    property string text
    property string hint
    property string kind: "plain"
    property string iconName
    property string accessibleName: text
    property int size: kind === "main" ? Theme.lead : Theme.body
    readonly property bool filled: kind === "main" || kind === "danger"
    readonly property color content: !enabled ? Theme.quietInk : kind === "main" ? Theme.inkOnAccent : kind === "danger" ? Theme.inkOnDanger : Theme.accent

    readonly property real textRoom: width - Theme.mm(10) - (icon.visible ? icon.width + words.spacing : 0)

    implicitWidth: Math.max(Theme.mm(44), Math.max(label.implicitWidth, about.implicitWidth) + (icon.visible ? icon.width + words.spacing : 0) + Theme.mm(14))
    implicitHeight: Math.max(kind === "main" ? Theme.mainTarget : Theme.mm(22), words.implicitHeight + Theme.mm(8))
    radius: Theme.radius
    color: {
        if (!enabled)
            return "transparent";
        if (kind === "main")
            return touch.pressed ? Theme.pressed : Theme.accent;
        if (kind === "danger")
            return Theme.danger;
        if (touch.pressed)
            return Theme.accentSoft;
        return kind === "plain" ? Theme.surface : "transparent";
    }
    border.width: touch.pressed && Theme.highContrast ? Theme.stroke * 2 : kind === "plain" || !enabled ? Theme.stroke : 0
    border.color: enabled ? Theme.accent : Theme.line

    Accessible.name: accessibleName
    Accessible.description: hint

    Row {
        id: words

        anchors.centerIn: parent
        spacing: Theme.mm(4)

        Icon {
            id: icon

            anchors.verticalCenter: parent.verticalCenter
            name: button.iconName
            size: Theme.lead * 1.15
            color: button.content
        }

        Column {
            anchors.verticalCenter: parent.verticalCenter

            Text {
                id: label

                anchors.horizontalCenter: button.iconName === "" ? parent.horizontalCenter : undefined
                width: Math.min(implicitWidth, button.textRoom)
                text: button.text
                fontSizeMode: Text.HorizontalFit // a long word in large print must not leave its button
                minimumPixelSize: Theme.mm(6)
                color: button.content
                font.family: Theme.family
                font.pixelSize: button.size
                font.weight: button.filled ? Font.Bold : Font.Medium
                textFormat: Text.PlainText
                Accessible.ignored: true
            }

            Text {
                id: about

                anchors.horizontalCenter: button.iconName === "" ? parent.horizontalCenter : undefined
                width: Math.min(implicitWidth, button.textRoom)
                visible: text !== ""
                text: button.hint
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.mm(6)
                color: button.content
                font.family: Theme.family
                font.pixelSize: Theme.small
                textFormat: Text.PlainText
                Accessible.ignored: true
            }
        }
    }

    Touch {
        id: touch
        onTapped: button.tapped()
    }
}
