import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Is it you? Masked; in full only while held.
HallPage {
    id: view

    required property ConfirmHolderModel page
    readonly property int labelWidth: Theme.mm(Theme.elder ? 64 : 50)

    title: qsTr("请核对是不是您本人")
    subtitle: qsTr("姓名和号码只显示一部分，按住按钮才看得到全部")
    mainText: qsTr("是我本人")
    mainIcon: "check"
    onMainTapped: page.answer(true)

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(10)

        Picture {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(78) // GA 461 portraits are 26 × 32 mm: three times that
            height: Theme.mm(96)
            visible: view.page.photo !== ""
            source: view.page.photo
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("证件照片")
        }

        Panel {
            width: parent.width
            spacing: Theme.mm(2)

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("证件")
                value: view.page.kind
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.title
                strong: true
                label: qsTr("姓名")
                value: hold.held ? view.page.fullName : view.page.name
                spokenValue: view.page.name
            }

            InfoRow {
                width: parent.width
                labelWidth: view.labelWidth
                size: Theme.heading
                strong: true
                label: qsTr("号码")
                value: hold.held ? view.page.fullNumber : view.page.number
                spokenValue: view.page.number
            }

            InfoRow {
                width: parent.width
                visible: value !== ""
                labelWidth: view.labelWidth
                size: Theme.lead
                label: qsTr("有效期至")
                value: view.page.validity
            }
        }

        HoldButton {
            id: hold

            width: parent.width
            height: Theme.mm(28)
            text: qsTr("按住查看完整信息")
        }

        Notice {
            width: parent.width
            visible: view.page.photo === ""
            text: qsTr("本机不显示证件照片，不影响办理")
        }
    }

    footer: BigButton {
        height: Theme.mainTarget
        text: qsTr("不是我")
        iconName: "cross"
        onTapped: view.page.answer(false)
    }
}
