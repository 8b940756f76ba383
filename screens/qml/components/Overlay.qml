import QtQuick
import "../theme"

// A question laid over the page. What lies below can't be touched meanwhile; flat, so that it is drawn at once.
Rectangle {
    id: overlay

    property string title
    property string text
    default property alias content: column.data

    anchors.fill: parent
    color: Theme.scrim

    MouseArea {
        anchors.fill: parent // nothing passes
    }

    Rectangle {
        width: parent.width - 2 * Theme.margin
        height: column.implicitHeight + Theme.mm(44)
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.seated ? 60 : 150)
        radius: Theme.radius * 2
        color: Theme.ground
        border.width: Theme.highContrast ? Theme.stroke : 0
        border.color: Theme.edge

        Column {
            id: column

            anchors.centerIn: parent
            width: parent.width - Theme.mm(44)
            spacing: Theme.mm(10)

            TitleText {
                width: parent.width
                size: Theme.title
                text: overlay.title
            }

            BodyText {
                width: parent.width
                visible: text !== ""
                text: overlay.text
                font.pixelSize: Theme.lead
            }
        }
    }
}
