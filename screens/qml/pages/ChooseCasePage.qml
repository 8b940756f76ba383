pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../theme"
import "../components"

// 我的办件. No case at all is said in words.
HallPage {
    id: view

    required property ChooseCaseModel page
    readonly property bool none: page.cases.length === 0

    title: none ? qsTr("没有查到您的办件") : qsTr("要看哪一件？")
    subtitle: none ? qsTr("刚提交的办件，几分钟后才能查到") : qsTr("共 %n 件，最近的在前", "", page.cases.length)
    showMain: false

    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.mm(20)
        width: parent.width
        visible: view.none
        spacing: Theme.mm(10)

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            size: Theme.mm(48)
            weight: 1.1
            color: Theme.edge
            name: "paper"
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            quiet: true
            text: qsTr("有回执的，可以用回执上的办件编号查；没有回执的，请到综合窗口问一问。")
        }
    }

    ScrollArea {
        id: area

        anchors.fill: parent
        visible: !view.none

        Choices {
            id: list

            width: parent.width
            room: area.height

            Repeater {
                model: view.page.cases

                ChoiceTile {
                    required property CaseLine modelData

                    width: parent?.width ?? 0
                    roomy: list.roomy
                    spare: list.spare
                    title: modelData.title
                    hint: modelData.about
                    tag: modelData.stateWords
                    tagKind: ["closed", "issued", "delivered"].includes(modelData.state) ? "good" : modelData.state === "correction" ? "warn" : modelData.state === "refused" || modelData.state === "returned" ? "plain" : "info"
                    onTapped: view.page.answer(modelData.number)
                }
            }
        }
    }
}
