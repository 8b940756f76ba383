import QtQuick
import Hall.Models
import "../theme"
import "../components"

// How many copies: less, the number, more.
HallPage {
    id: view

    required property HowManyModel page
    property int copies: page.before

    title: qsTr("要打印几份？")
    subtitle: page.about
    mainText: qsTr("就打 %n 份", "", copies)
    mainIcon: "next"
    onMainTapped: page.answer(copies)

    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.mm(14)

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.mm(14)

            RoundButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "minus"
                accessibleName: qsTr("少一份")
                enabled: view.copies > 1
                onTapped: view.copies -= 1
            }

            Text {
                width: Theme.mm(80)
                horizontalAlignment: Text.AlignHCenter
                text: view.copies
                color: Theme.ink
                font.family: Theme.family
                font.pixelSize: Theme.mm(64)
                font.weight: Font.Bold
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("%n 份", "", view.copies)
            }

            RoundButton {
                anchors.verticalCenter: parent.verticalCenter
                iconName: "plus"
                accessibleName: qsTr("多一份")
                enabled: view.copies < view.page.atMost
                onTapped: view.copies += 1
            }
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            quiet: true
            text: qsTr("一次最多 %n 份", "", view.page.atMost)
        }
    }
}
