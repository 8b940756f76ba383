import QtQuick
import Hall.Models
import "../theme"
import "../components"

// A clerk's own screen: how it ended without anybody known, and what to do now.
HallPage {
    id: view

    required property ClerkReadsModel page

    title: page.title
    canLeave: false
    mainText: qsTr("返回")
    mainIcon: "next"
    onMainTapped: page.answer(true)

    QuickKey {
        sequences: ["Return", "Enter"]
        onPressed: view.page.answer(true)
    }

    Column {
        width: parent.width
        spacing: Theme.mm(9)

        Notice {
            width: parent.width
            kind: view.page.good ? "good" : "warn"
            text: view.page.why
        }

        BodyText {
            width: parent.width
            font.pixelSize: Theme.lead
            text: view.page.now
        }
    }
}
