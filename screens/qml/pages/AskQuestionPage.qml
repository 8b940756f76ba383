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
        anchors.fill: parent

        Notice {
            width: parent.width
            text: view.page.hint
        }

        Repeater {
            model: view.page.options

            ChoiceTile {
                required property Choice modelData

                width: parent.width
                title: modelData.title
                hint: modelData.hint
                selected: modelData.chosen
                onTapped: view.page.answer(modelData.key)
            }
        }
    }
}
