import QtQuick
import "../theme"

// The upper part of a ticket: hall, kind, the number as large as on paper, the queue.
Rectangle {
    id: head

    property string hall
    property string kind
    property string number
    property string queue

    implicitHeight: column.implicitHeight + Theme.mm(20)
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.stroke
    border.color: Theme.accent

    Column {
        id: column

        x: Theme.mm(8)
        y: Theme.mm(10)
        width: parent.width - Theme.mm(16)

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: head.hall
            font.weight: Font.Medium
        }

        BodyText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            quiet: true
            font.pixelSize: Theme.small
            text: head.kind
        }

        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: head.number
            color: Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.mm(44)
            font.weight: Font.Bold
            font.letterSpacing: Theme.mm(4)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.lead
            textFormat: Text.PlainText
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("号码 %1").arg(head.number)
        }

        TitleText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: head.queue
        }
    }
}
