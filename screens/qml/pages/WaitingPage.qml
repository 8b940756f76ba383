import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Something takes its time: says what for; after ten seconds that it still goes on, and offers the way out where it
// may be left.
HallPage {
    id: view

    required property WaitingModel page
    property int waited: 0

    readonly property bool long: waited >= 10

    canLeave: page.mayLeave && long

    Notice {
        width: parent.width
        kind: "warn"
        text: view.page.trouble ? qsTr("%1。工作人员处理好会接着打；等不到的话，马上告诉您怎么办").arg(view.page.trouble) : ""
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.mm(30)
        width: parent.width
        spacing: Theme.mm(12)

        Turning {
            anchors.horizontalCenter: parent.horizontalCenter
        }

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            size: Theme.title
            text: view.page.pages > 0 ? qsTr("%1，第 %2 页，共 %3 页").arg(view.page.doing).arg(view.page.pageNumber).arg(view.page.pages) : view.page.doing
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.lead
            quiet: true
            text: view.page.writes ? qsTr("请稍候，现在请不要离开") : qsTr("请稍候")
        }
    }

    Notice {
        anchors.bottom: parent.bottom
        width: parent.width
        visible: view.long
        text: view.page.mayLeave ? qsTr("仍在处理，没有卡住。已等 %1 秒，不想等可以退出").arg(view.waited) : qsTr("仍在处理，没有卡住。已等 %1 秒，办完会自动进入下一步").arg(view.waited)
    }

    Timer {
        interval: 1000
        repeat: true
        running: true
        onTriggered: view.waited = view.waited + 1
    }
}
