pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// 核对: everything that will be filed. Private values are masked until the button is held.
HallPage {
    id: view

    required property ReviewModel page

    title: qsTr("请核对填写的内容")
    subtitle: qsTr("%1 · 要改请按“上一步”").arg(page.title)
    mainText: qsTr("核对无误")
    mainIcon: "check"
    onMainTapped: page.answer("right")

    HoldButton {
        id: hold

        anchors.right: parent.right
        visible: view.page.hasPrivate
        text: qsTr("按住看完整信息")
    }

    ScrollArea {
        y: hold.visible ? hold.height + Theme.mm(4) : 0
        width: parent.width
        height: (parent as Item).height - y
        spacing: Theme.mm(8)

        Repeater {
            model: view.page.sections

            Panel {
                id: section

                required property CheckSection modelData

                width: parent?.width ?? 0

                TitleText {
                    width: parent.width
                    size: Theme.lead
                    color: Theme.accent
                    text: section.modelData.title
                }

                Repeater {
                    model: section.modelData.lines

                    InfoRow {
                        required property CheckLine modelData

                        width: parent?.width ?? 0
                        label: modelData.label
                        value: hold.held ? modelData.full : modelData.shown
                        strong: true
                    }
                }
            }
        }

        Panel {
            width: parent.width
            visible: view.page.materials.length > 0

            TitleText {
                width: parent.width
                size: Theme.lead
                color: Theme.accent
                text: qsTr("材料")
            }

            MaterialTable {
                width: parent.width
                materials: view.page.materials
            }
        }
    }
}
