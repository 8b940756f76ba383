import QtQuick
import "../theme"

// What somebody is asked to do, played as in a mirror: a face before, and a face that does it, in turn. Slower than a
// flash, and only a few lines change.
Item {
    id: drawing

    property string challenge // "blink", "turn-left", "turn-right", "open-mouth"; another one is only told in words
    property color color: Theme.accent
    property bool doing: true
    readonly property string turned: challenge === "turn-left" ? "back" : challenge === "turn-right" ? "next" : ""

    function face(): string {
        switch (challenge) {
        case "blink":
            return "faceBlink";
        case "open-mouth":
            return "faceMouth";
        case "turn-left":
            return "faceLeft";
        case "turn-right":
            return "faceRight";
        }
        return "face";
    }

    Accessible.ignored: true

    Icon {
        id: head

        anchors.centerIn: parent
        anchors.horizontalCenterOffset: drawing.challenge === "turn-left" ? drawing.height * 0.22 : drawing.challenge === "turn-right" ? -drawing.height * 0.22 : 0
        size: drawing.height
        weight: 1.1
        color: drawing.color
        name: drawing.doing ? drawing.face() : "face"
    }

    Icon {
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: drawing.challenge === "turn-left" ? head.left : undefined
        anchors.left: drawing.challenge === "turn-right" ? head.right : undefined
        size: drawing.height * 0.46
        weight: 2
        color: drawing.color
        name: drawing.turned
        opacity: drawing.doing ? 1 : 0
    }

    Timer {
        interval: 700
        repeat: true
        running: drawing.visible && drawing.challenge !== ""
        onTriggered: drawing.doing = !drawing.doing
    }
}
