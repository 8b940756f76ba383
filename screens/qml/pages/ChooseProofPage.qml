pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../components"

// Which proof to print. Nothing found and nothing reachable are two different words; both may be touched.
HallPage {
    id: view

    required property ChooseProofModel page

    title: qsTr("要打印哪一种证明？")
    showMain: false

    ScrollArea {
        id: area

        anchors.fill: parent

        Choices {
            id: list

            width: parent.width
            room: area.height

            Notice {
                width: parent.width
                visible: !view.page.anyAvailable
                kind: "info"
                text: qsTr("现在没有可以打印的证明。点开一项，看看原因和别的办法。")
            }

            Repeater {
                model: view.page.proofs

                ChoiceTile {
                    id: tile

                    required property Choice modelData

                    width: parent.width
                    roomy: list.roomy
                    spare: list.spare
                    iconName: "paper"
                    title: modelData.title
                    hint: modelData.hint
                    tag: modelData.note
                    tagKind: modelData.state === "unavailable" ? "warn" : "plain"
                    selected: modelData.chosen
                    onTapped: view.page.answer(modelData.key)
                }
            }
        }
    }
}
