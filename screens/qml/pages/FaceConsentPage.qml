import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Before a camera sees anyone: what for, how, for how long, how to withdraw. Two answers, the same in size and colour;
// none of them is chosen.
HallPage {
    id: view

    required property FaceConsentModel page
    readonly property int labelWidth: Theme.mm(Theme.elder ? 78 : 56)

    title: page.title
    showMain: false

    ScrollArea {
        anchors.top: parent.top
        anchors.bottom: choices.top
        anchors.bottomMargin: Theme.mm(8)
        width: parent.width
        spacing: Theme.mm(8)

        CameraLight {}

        Notice {
            width: parent.width
            text: view.page.guardian ? qsTr("孩子未满 14 周岁：请监护人阅读，由监护人决定") : ""
        }

        Panel {
            width: parent.width
            spacing: Theme.mm(Theme.seated || Theme.elder ? 1 : 7)

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("用途")
                value: view.page.uses
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                strong: true
                label: qsTr("保存多久")
                value: view.page.kept
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("怎么做")
                value: view.page.works
            }

            InfoRow {
                width: parent.width
                visible: value !== ""
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("工作人员")
                value: view.page.clerk
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("怎么撤回")
                value: view.page.withdrawn
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("不用人脸")
                value: qsTr("用别的方式也能办，服务一样，不会更差")
            }
        }
    }

    Row {
        id: choices

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.mm(8)

        BigButton {
            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(Theme.seated ? 44 : Theme.elder ? 50 : 60)
            size: Theme.heading
            text: qsTr("同意")
            hint: qsTr("打开摄像头")
            onTapped: view.page.answer("agree")
        }

        BigButton {
            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(Theme.seated ? 44 : Theme.elder ? 50 : 60)
            size: Theme.heading
            text: qsTr("不用人脸")
            hint: qsTr("换一种方式")
            onTapped: view.page.answer("other-way")
        }
    }
}
