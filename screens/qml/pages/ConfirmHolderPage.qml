import QtQuick
import Hall.Models
import "../theme"
import "../components"

// Is it you? Masked; in full only while held.
HallPage {
    id: view

    required property ConfirmHolderModel page

    title: qsTr("请核对是不是您本人")
    subtitle: qsTr("姓名和号码只显示一部分，按住按钮才看得到全部")
    mainText: qsTr("是我本人")
    mainIcon: "check"
    onMainTapped: page.answer(true)

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(10)

        Panel {
            width: parent.width
            spacing: 0

            Row {
                width: parent.width
                spacing: Theme.mm(10)

                Column {
                    width: parent.width - frame.width - parent.spacing

                    InfoRow {
                        width: parent.width
                        labelWidth: Theme.mm(Theme.elder ? 58 : 44)
                        label: qsTr("证件")
                        value: view.page.kind
                    }

                    InfoRow {
                        width: parent.width
                        labelWidth: Theme.mm(Theme.elder ? 58 : 44)
                        strong: true
                        label: qsTr("姓名")
                        value: hold.held ? view.page.fullName : view.page.name
                        spokenValue: view.page.name
                    }

                    InfoRow {
                        width: parent.width
                        labelWidth: Theme.mm(Theme.elder ? 58 : 44)
                        strong: true
                        label: qsTr("号码")
                        value: hold.held ? view.page.fullNumber : view.page.number
                        spokenValue: view.page.number
                    }

                    InfoRow {
                        width: parent.width
                        visible: value !== ""
                        labelWidth: Theme.mm(Theme.elder ? 58 : 44)
                        label: qsTr("有效期至")
                        value: view.page.validity
                    }
                }

                Rectangle {
                    id: frame

                    width: Theme.mm(51) // GA 461: 26 × 32 mm, twice
                    height: Theme.mm(63)
                    color: Theme.ground
                    border.width: Theme.hairline
                    border.color: Theme.edge

                    Picture {
                        anchors.fill: parent
                        anchors.margins: Theme.hairline
                        visible: view.page.photo !== ""
                        source: view.page.photo
                        Accessible.role: Accessible.Graphic
                        Accessible.name: qsTr("证件照片")
                    }

                    BodyText {
                        anchors.centerIn: parent
                        width: parent.width - Theme.mm(6)
                        visible: view.page.photo === ""
                        horizontalAlignment: Text.AlignHCenter
                        font.pixelSize: Theme.small
                        quiet: true
                        text: qsTr("本机不显示照片（解码组件未安装）")
                    }
                }
            }
        }

        HoldButton {
            id: hold

            width: parent.width
            height: Theme.mm(24)
            text: qsTr("按住查看完整信息")
        }
    }

    footer: BigButton {
        text: qsTr("不是我")
        iconName: "cross"
        onTapped: view.page.answer(false)
    }
}
