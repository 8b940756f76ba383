import QtQuick
import Hall.Models
import "../theme"
import "../components"

// 手写签名: what is signed above, the glass to write on below.
HallPage {
    id: view

    required property SignModel page
    property bool tooShort: false

    title: qsTr("请手写签名")
    subtitle: page.title
    mainText: qsTr("确认签名并提交")
    mainEnabled: !page.pad.empty
    onMainTapped: page.sign()

    Connections {
        target: view.page

        function onTooShort(): void {
            view.tooShort = true;
        }
    }

    Connections {
        target: view.page.pad

        function onChanged(): void {
            view.tooShort = false;
        }
    }

    Panel {
        id: text

        width: parent.width
        height: Math.min(implicitHeight, view.height * 0.3)

        TitleText {
            id: heading

            width: parent.width
            size: Theme.lead
            text: qsTr("您签名承诺")
        }

        ScrollArea {
            width: parent.width
            height: Math.min(words.implicitHeight + Theme.mm(1), view.height * 0.3 - heading.height - 2 * text.padding - Theme.mm(4))

            BodyText {
                id: words

                width: parent.width
                text: view.page.commitment
            }
        }
    }

    BodyText {
        id: fingerprint

        anchors.top: text.bottom
        anchors.topMargin: Theme.mm(4)
        width: parent.width
        quiet: true
        font.pixelSize: Theme.small
        text: qsTr("签名只用于这次申请。申请内容的指纹：%1").arg(view.page.fingerprint)
    }

    Rectangle {
        id: glass

        anchors.top: fingerprint.bottom
        anchors.topMargin: Theme.mm(6)
        anchors.bottom: below.top
        anchors.bottomMargin: Theme.mm(5)
        width: parent.width
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.stroke * 1.5
        border.color: view.tooShort ? Theme.danger : Theme.accent

        BodyText {
            anchors.centerIn: parent
            visible: view.page.pad.empty
            quiet: true
            font.pixelSize: Theme.lead
            text: qsTr("用手指在这里写您的姓名")
        }

        Rectangle {
            x: Theme.mm(16)
            width: parent.width - Theme.mm(32)
            y: parent.height * 0.82
            height: Theme.hairline
            color: Theme.edge
        }

        Item {
            id: place

            anchors.fill: parent
            anchors.margins: Theme.stroke * 2
            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("签名框")
            Component.onCompleted: view.page.pad.parent = place
        }

        Binding {
            target: view.page.pad
            property: "width"
            value: place.width
        }

        Binding {
            target: view.page.pad
            property: "height"
            value: place.height
        }

        Binding {
            target: view.page.pad
            property: "ink"
            value: Theme.ink
        }

        Binding {
            target: view.page.pad
            property: "pixelsPerMm"
            value: Theme.pixelsPerMm
        }
    }

    Item {
        id: below

        anchors.bottom: parent.bottom
        width: parent.width
        height: again.height

        BigButton {
            id: again

            anchors.right: parent.right
            iconName: "erase"
            text: qsTr("重写")
            enabled: !view.page.pad.empty
            onTapped: view.page.pad.clear()
        }

        Notice {
            anchors.verticalCenter: parent.verticalCenter
            width: again.x - Theme.mm(6)
            visible: view.tooShort
            kind: "warn"
            text: qsTr("写得太短，请写全姓名")
        }
    }
}
