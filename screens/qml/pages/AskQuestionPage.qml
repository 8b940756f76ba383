pragma ComponentBehavior: Bound

import QtQuick
import Hall.Models
import "../components"

// One question, a few options.
HallPage {
    id: view

    required property AskQuestionModel page

    title: page.title
    subtitle: page.about
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
                text: view.page.hint
            }

            Repeater {
                model: view.page.options

                ChoiceTile {
                    required property Choice modelData

                    width: parent.width
                    roomy: list.roomy
                    spare: list.spare
                    title: modelData.title
                    hint: modelData.hint
                    selected: modelData.chosen
                    onTapped: view.page.answer(modelData.key)
                }
            }
        }
    }
}
