import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Machine or window: two equal ways, nothing chosen beforehand.
HallPage {
    id: view

    required property MachineInsteadModel page

    title: qsTr("这项业务，自助机也能办")
    subtitle: page.service
    showMain: false

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(14)

        WayCard {
            id: machine

            width: parent.width
            height: Math.max(implicitHeight, window.implicitHeight)
            iconName: "form"
            title: qsTr("在自助机上办")
            lines: view.page.minutes > 0 ? [qsTr("约 %n 分钟可办完", "", view.page.minutes), qsTr("办成后不用再取号")] : [qsTr("办成后不用再取号")]
            onTapped: view.page.answer("machine")
        }

        WayCard {
            id: window

            width: parent.width
            height: Math.max(implicitHeight, machine.implicitHeight)
            iconName: "desk"
            title: qsTr("取号到窗口办")
            lines: [qsTr("前面约 %n 人", "", view.page.waiting), qsTr("预计等候：%1").arg(view.page.wait), view.page.place]
            onTapped: view.page.answer("window")
        }
    }
}
