pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// One case: where it stands, what comes next, what has happened.
HallPage {
    id: view

    required property ShowCaseModel page

    title: qsTr("现在：%1").arg(page.stateWords)
    subtitle: qsTr("%1\n办件编号 %2").arg(page.title).arg(page.number)
    mainText: qsTr("看完了")
    onMainTapped: page.answer("")

    ScrollArea {
        anchors.fill: parent
        spacing: Theme.mm(10)

        Notice {
            width: parent.width
            kind: view.page.state === "correction" ? "warn" : ["closed", "issued", "delivered"].includes(view.page.state) ? "good" : "info"
            text: view.page.nextStep
        }

        Panel {
            width: parent.width

            StageBar {
                width: parent.width
                stages: view.page.stages
            }
        }

        Panel {
            width: parent.width

            InfoRow {
                width: parent.width
                label: qsTr("申请人")
                value: view.page.applicant
            }

            InfoRow {
                width: parent.width
                label: qsTr("办理部门")
                value: view.page.department
            }

            InfoRow {
                width: parent.width
                label: qsTr("提交时间")
                value: view.page.filedAt
            }

            InfoRow {
                width: parent.width
                visible: view.page.due !== ""
                label: qsTr("时限")
                value: view.page.due
            }
        }

        BigButton {
            width: parent.width
            visible: view.page.slipPrintable
            iconName: "ticket"
            text: qsTr("补打回执")
            onTapped: view.page.answer("slip")
        }

        Panel {
            width: parent.width

            TitleText {
                width: parent.width
                size: Theme.lead
                text: qsTr("经过")
            }

            Repeater {
                model: view.page.happened

                HappeningRow {
                    required property Happening modelData

                    width: parent?.width ?? 0
                    when: modelData.when
                    what: modelData.what
                    by: modelData.by
                    note: modelData.note
                }
            }
        }
    }
}
