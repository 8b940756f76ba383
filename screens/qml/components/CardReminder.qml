import QtQuick
import "../theme"

// The card still lies on the reader. `alarm`: for too long; then it can't be overlooked. `alone`: nothing else is to be
// taken, and it has the page to itself.
Rectangle {
    id: reminder

    property bool alarm: false
    property bool alone: false
    readonly property color content: alarm ? Theme.inkOnDanger : Theme.warn

    implicitHeight: Math.max(Theme.mm(alone ? Theme.seated ? 150 : 250 : alarm ? 92 : 44), sign.implicitHeight + Theme.mm(20))
    radius: Theme.radius
    color: alarm ? Theme.danger : Theme.warnSoft
    border.width: Theme.stroke * (alarm || alone ? 2 : 1)
    border.color: alarm ? Theme.danger : Theme.warn

    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Grid {
        id: sign

        x: Theme.mm(12)
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - 2 * x
        columns: reminder.alone ? 1 : 2
        spacing: Theme.mm(12)
        horizontalItemAlignment: reminder.alone ? Grid.AlignHCenter : Grid.AlignLeft
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            id: icon

            name: "card"
            size: Theme.mm(reminder.alone ? 100 : reminder.alarm ? 48 : 26)
            weight: reminder.alone ? 1 : 1.4
            color: reminder.content
        }

        TitleText {
            id: words

            width: parent.width - (reminder.alone ? 0 : icon.width + parent.spacing)
            horizontalAlignment: reminder.alone ? Text.AlignHCenter : Text.AlignLeft
            size: reminder.alarm || reminder.alone ? Theme.title : Theme.heading
            color: reminder.content
            text: qsTr("身份证还在读卡区")
            Accessible.ignored: true
        }
    }
}
