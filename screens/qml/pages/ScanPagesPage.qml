import QtQuick
import Hall.Models
import "../theme"
import "../components"

// 拍材料: what the camera sees with the found page outlined; then the page that was taken, and whether it is good.
HallPage {
    id: view

    required property ScanPagesModel page
    readonly property bool taken: page.shot !== ""
    readonly property bool sideways: page.quarters % 2 === 1

    title: taken ? qsTr("这一页清楚吗？") : qsTr("请把材料放在高拍仪下")
    subtitle: page.pages > 0 ? qsTr("%1 · 第 %2 页").arg(page.material).arg(taken ? page.pages : page.pages + 1) : page.material
    mainText: taken ? qsTr("就这些，完成") : qsTr("拍照")
    mainIcon: taken ? "check" : "camera"
    mainEnabled: !page.busy && (taken || page.seeing)
    onMainTapped: page.answer(taken ? "done" : "take")

    Rectangle {
        id: desk

        width: parent.width
        height: view.taken ? others.y - advice.height - Theme.mm(12) : Math.min(width * 0.7, others.y - advice.height - Theme.mm(12))
        radius: Theme.radius
        color: view.taken ? Theme.surface : Theme.scrim
        border.width: Theme.stroke
        border.color: Theme.edge
        clip: true
        Accessible.role: Accessible.Graphic
        Accessible.name: view.taken ? qsTr("拍好的一页") : qsTr("高拍仪看到的画面")

        Item {
            id: live

            anchors.fill: parent
            anchors.margins: Theme.stroke * 2
            visible: !view.taken
            Component.onCompleted: view.page.picture.parent = live
        }

        Binding {
            target: view.page.picture
            property: "width"
            value: live.width
        }

        Binding {
            target: view.page.picture
            property: "height"
            value: live.height
        }

        Image {
            anchors.centerIn: parent
            width: (view.sideways ? parent.height : parent.width) - Theme.mm(8)
            height: (view.sideways ? parent.width : parent.height) - Theme.mm(8)
            visible: view.taken
            source: view.page.shot
            rotation: 90 * view.page.quarters
            fillMode: Image.PreserveAspectFit
            cache: false
        }
    }

    Notice {
        id: advice

        anchors.top: desk.bottom
        anchors.topMargin: Theme.mm(6)
        width: parent.width
        kind: view.page.mood
        text: view.page.advice
    }

    Column {
        anchors.top: advice.bottom
        anchors.topMargin: Theme.mm(9)
        width: parent.width
        spacing: Theme.mm(4)
        visible: !view.taken && y + height <= others.y

        BulletText {
            width: parent.width
            text: qsTr("一次放一页，四个角都要露出来")
        }

        BulletText {
            width: parent.width
            text: qsTr("纸放平，手拿开，再按“拍照”")
        }

        BulletText {
            width: parent.width
            text: qsTr("照片只交给这次申请，不存在这台机器上")
        }
    }

    Flow {
        id: others

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.mm(5)

        BigButton {
            visible: view.taken
            iconName: "camera"
            text: qsTr("重拍")
            onTapped: view.page.answer("again")
        }

        BigButton {
            visible: view.taken
            iconName: "turn"
            text: qsTr("转一下")
            onTapped: view.page.answer("turn")
        }

        BigButton {
            visible: view.taken && view.page.mayGoOn
            iconName: "next"
            text: qsTr("再拍一页")
            onTapped: view.page.answer("next")
        }

        BigButton {
            visible: !view.taken && view.page.mayFinish
            iconName: "check"
            text: qsTr("就这些，完成")
            onTapped: view.page.answer("done")
        }

        BigButton {
            visible: !view.taken
            text: qsTr("没带来，以后到窗口交")
            onTapped: view.page.answer("later")
        }
    }
}
