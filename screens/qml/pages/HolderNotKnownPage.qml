import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen: it is not known who it is, and what to do now.
HallPage {
    id: view

    required property HolderNotKnownModel page

    title: qsTr("身份没有核验")
    canLeave: false
    mainText: qsTr("返回")
    mainIcon: "next"
    onMainTapped: page.answer(true)

    Shortcut {
        sequences: ["Return", "Enter"]
        onActivated: view.page.answer(true)
    }

    Column {
        width: parent.width
        spacing: Theme.mm(9)

        Notice {
            width: parent.width
            kind: "warn"
            text: view.page.why
        }

        BodyText {
            width: parent.width
            font.pixelSize: Theme.lead
            text: view.page.now
        }
    }
}
