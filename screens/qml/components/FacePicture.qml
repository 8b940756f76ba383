import QtQuick
import "../theme"

// A face on a clerk's screen, with what it is a picture of.
Column {
    id: face

    property string source
    property string title

    spacing: Theme.mm(3)

    TitleText {
        id: words

        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        size: Theme.body
        text: face.title
    }

    Rectangle {
        width: parent.width
        height: face.height - words.height - face.spacing
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.stroke
        border.color: Theme.edge

        Picture {
            anchors.fill: parent
            anchors.margins: Theme.stroke * 2
            visible: face.source !== ""
            source: face.source
            Accessible.role: Accessible.Graphic
            Accessible.name: face.title
        }

        BodyText {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(8)
            horizontalAlignment: Text.AlignHCenter
            visible: face.source === ""
            quiet: true
            text: qsTr("没有照片")
        }
    }
}
