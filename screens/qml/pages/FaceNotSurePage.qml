import QtQuick
import Hall.Models
import "../theme"
import "../components"

// It was not enough: why, what to do, and two equal ways on. After the last try only the other way is left.
HallPage {
    id: view

    required property FaceNotSureModel page
    readonly property bool mayTry: page.triesLeft > 0

    title: mayTry ? qsTr("还不能确定是您") : qsTr("这次没有认出来")
    subtitle: mayTry ? qsTr("还可以试 %1 次，也可以换一种方式").arg(page.triesLeft) : qsTr("不影响办理，请换一种方式")
    showMain: false

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(12)

        TroubleHead {
            width: parent.width
            quiet: true
            happened: view.page.reason
        }

        EqualWays {
            id: ways

            width: parent.width

            WayCard {
                width: parent.width
                height: ways.tallest
                visible: view.mayTry
                iconName: "turn"
                title: qsTr("再试一次")
                lines: [qsTr("摄像头会重新打开")]
                onTapped: view.page.answer("again")
            }

            WayCard {
                width: parent.width
                height: ways.tallest
                iconName: "next"
                title: qsTr("换一种方式")
                lines: [qsTr("不用人脸，服务一样")]
                onTapped: view.page.answer("other-way")
            }
        }
    }
}
