import QtQuick
import Hall.Models
import "../theme"
import "../components"

// For a clerk's own screen, lying: both faces beside each other, what the machine thinks and why, and the clerk's word.
HallPage {
    id: view

    required property ClerkDecidesModel page

    title: qsTr("请您判断：是同一个人吗？")
    showMain: false

    Row {
        id: faces

        width: parent.width * 0.56
        height: parent.height
        spacing: Theme.mm(8)

        FacePicture {
            width: (parent.width - parent.spacing) / 2
            height: parent.height
            title: qsTr("现在窗口前的人")
            source: view.page.mine
        }

        FacePicture {
            width: (parent.width - parent.spacing) / 2
            height: parent.height
            title: qsTr("用来比对的照片")
            source: view.page.theirs
        }
    }

    ScrollArea {
        anchors.left: faces.right
        anchors.leftMargin: Theme.mm(14)
        anchors.right: parent.right
        height: parent.height
        spacing: Theme.mm(7)

        Masked {
            width: parent.width
            shown: view.page.name
            full: view.page.fullName
        }

        Notice {
            width: parent.width
            text: view.page.verdict
        }

        DistanceBar {
            width: parent.width
            distance: view.page.distance
            threshold: view.page.threshold
            limit: view.page.limit
        }

        BodyText {
            width: parent.width
            quiet: true
            text: qsTr("请看本人和两张照片，由您决定；两张照片用完即删")
        }
    }

    footer: [
        BigButton {
            width: Theme.mm(110)
            height: Theme.mainTarget
            size: Theme.lead
            iconName: "check"
            text: qsTr("是本人")
            onTapped: view.page.answer("same")
        },
        BigButton {
            width: Theme.mm(110)
            height: Theme.mainTarget
            size: Theme.lead
            iconName: "cross"
            text: qsTr("不是本人")
            onTapped: view.page.answer("not-same")
        }
    ]
}
