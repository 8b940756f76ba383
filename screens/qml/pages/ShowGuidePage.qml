pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// What a person should know before they start; short things first.
HallPage {
    id: view

    required property ShowGuideModel page

    title: page.title
    subtitle: page.situation
    mainText: qsTr("开始办理")
    mainIcon: "next"
    onMainTapped: page.answer("start")

    BigButton {
        id: window

        anchors.bottom: parent.bottom
        width: parent.width
        iconName: "desk"
        text: qsTr("不在这里办，取号到窗口")
        onTapped: view.page.answer("take-number")
    }

    ScrollArea {
        anchors.top: parent.top
        anchors.bottom: window.top
        anchors.bottomMargin: Theme.mm(6)
        width: parent.width
        spacing: Theme.mm(10)

        FactStrip {
            width: parent.width
            facts: [
                {
                    label: qsTr("在这里办"),
                    value: view.page.minutes > 0 ? qsTr("约 %n 分钟", "", view.page.minutes) : ""
                },
                {
                    label: qsTr("承诺多久办结"),
                    value: view.page.promisedLimit
                },
                {
                    label: qsTr("收费"),
                    value: view.page.fee
                }
            ]
        }

        Panel {
            width: parent.width
            visible: view.page.conditions.length > 0

            TitleText {
                width: parent.width
                size: Theme.lead
                text: qsTr("什么人可以办")
            }

            Repeater {
                model: view.page.conditions

                BulletText {
                    required property string modelData

                    width: parent?.width ?? 0
                    text: modelData
                }
            }
        }

        Panel {
            width: parent.width
            visible: view.page.materials.length > 0

            TitleText {
                width: parent.width
                size: Theme.lead
                text: qsTr("要哪些材料")
            }

            MaterialTable {
                width: parent.width
                materials: view.page.materials
            }
        }

        Panel {
            width: parent.width

            InfoRow {
                width: parent.width
                visible: view.page.result !== ""
                label: qsTr("办完拿到")
                value: view.page.result
            }

            InfoRow {
                width: parent.width
                visible: view.page.statutoryLimit !== ""
                label: qsTr("法定时限")
                value: view.page.statutoryLimit
            }

            InfoRow {
                width: parent.width
                visible: view.page.where !== ""
                label: qsTr("还能在哪办")
                value: view.page.where
            }

            InfoRow {
                width: parent.width
                label: qsTr("怎样核验您")
                value: view.page.level >= 3 ? qsTr("身份证，加手机验证码") : view.page.level === 2 ? qsTr("身份证") : view.page.level === 1 ? qsTr("手机验证码") : qsTr("不用核验")
            }

            InfoRow {
                width: parent.width
                label: qsTr("办理部门")
                value: view.page.department
            }

            InfoRow {
                width: parent.width
                visible: view.page.telephone !== ""
                label: qsTr("咨询电话")
                value: view.page.telephone
            }

            InfoRow {
                width: parent.width
                visible: view.page.supervision !== ""
                label: qsTr("监督电话")
                value: view.page.supervision
            }
        }
    }
}
