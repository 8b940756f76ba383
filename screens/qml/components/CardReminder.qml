import QtQuick
import "../theme"

// The card still lies on the reader. `alarm`: for too long; then it can't be overlooked.
Rectangle {
    id: reminder

    property bool alarm: false
    readonly property color content: alarm ? Theme.inkOnDanger : Theme.warn

    implicitHeight: Math.max(Theme.mm(alarm ? 92 : 44), words.implicitHeight + Theme.mm(20))
    radius: Theme.radius
    color: alarm ? Theme.danger : Theme.warnSoft
    border.width: Theme.stroke
    border.color: alarm ? Theme.danger : Theme.warn

    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Icon {
        id: icon

        x: Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        name: "card"
        size: Theme.mm(reminder.alarm ? 48 : 26)
        weight: 1.4
        color: reminder.content
    }

    TitleText {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        x: icon.x + icon.width + Theme.mm(12)
        width: parent.width - x - Theme.mm(10)
        size: reminder.alarm ? Theme.title : Theme.heading
        color: reminder.content
        text: qsTr("身份证还在读卡区")
        Accessible.ignored: true
    }
}
