import QtQuick
import "../theme"

// What somebody is to do now, in large words with a sign or, for a challenge, with its drawing and the seconds left.
Rectangle {
    id: sheet

    property string instruction
    property string also // what hinders it
    property string mood: "info" // "info", "good", "warn"
    property string challenge
    property int secondsLeft: 0
    readonly property bool asked: challenge !== ""
    readonly property color tone: mood === "warn" ? Theme.warn : mood === "good" ? Theme.good : Theme.accent

    implicitHeight: Math.max(Theme.mm(66), words.implicitHeight + Theme.mm(12))
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.stroke
    border.color: tone

    Item {
        id: sign

        x: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(sheet.asked ? 70 : 40)
        height: Theme.mm(52)

        ChallengeDrawing {
            anchors.fill: parent
            visible: sheet.asked
            challenge: sheet.challenge
        }

        Icon {
            anchors.centerIn: parent
            visible: !sheet.asked
            size: Theme.mm(34)
            weight: 1.6
            name: sheet.mood === "warn" ? "warn" : sheet.mood === "good" ? "check" : "look"
            color: sheet.tone
        }
    }

    Column {
        id: words

        x: sign.x + sign.width + Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        width: (seconds.visible ? seconds.x : parent.width) - x - Theme.mm(6)
        spacing: Theme.mm(2)

        TitleText {
            width: parent.width
            size: Theme.title
            text: sheet.instruction
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            color: Theme.warn
            font.pixelSize: Theme.lead
            font.weight: Font.Medium
            text: sheet.also
        }
    }

    Column {
        id: seconds

        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(10)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(30)
        visible: sheet.asked && sheet.secondsLeft > 0
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("还有 %1 秒").arg(sheet.secondsLeft)

        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: sheet.secondsLeft
            color: Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.number
            font.weight: Font.Bold
            textFormat: Text.PlainText
            Accessible.ignored: true
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 1
            font.pixelSize: Theme.small
            text: qsTr("秒")
            Accessible.ignored: true
        }
    }
}
