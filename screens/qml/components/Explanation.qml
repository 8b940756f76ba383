import QtQuick
import "../theme"

// A short explanation over the lower part of the page, with one button.
Rectangle {
    id: explanation

    property string title
    property string text

    signal read

    implicitHeight: column.implicitHeight + Theme.mm(28)
    color: Theme.surface

    MouseArea {
        anchors.fill: parent // what lies below is not touched through it
    }

    Rectangle {
        width: parent.width
        height: Theme.stroke
        color: Theme.accent
    }

    Column {
        id: column

        x: Theme.margin
        y: Theme.mm(14)
        width: parent.width - 2 * Theme.margin
        spacing: Theme.mm(8)

        TitleText {
            width: parent.width
            text: explanation.title
        }

        BodyText {
            width: parent.width
            text: explanation.text
        }

        BigButton {
            width: parent.width
            kind: "main"
            text: qsTr("知道了")
            onTapped: explanation.read()
        }
    }
}
